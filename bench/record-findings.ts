import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Finding, figureText, limitText, verdict } from './finding.ts';
import type { Machine } from './machine.ts';

const FOLDER = new URL('../../bench/results/', import.meta.url);

/** What a run was. */
export interface Circumstances {
  readonly machine: Machine;
  readonly rows: number;
  readonly started: Date;
}

/** Writes bench/results: findings.json for programs, README.md for people. */
export async function recordFindings(findings: readonly Finding[], run: Circumstances): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(fileURLToPath(new URL('findings.json', FOLDER)), json(findings, run));
  await writeFile(fileURLToPath(new URL('README.md', FOLDER)), markdown(findings, run));
}

function json(findings: readonly Finding[], { machine, rows, started }: Circumstances): string {
  const byName = findings.map((finding) => {
    const { name, figure, ...rest } = finding;
    const rounded = figure === null ? null : Number(figure.toFixed(2));
    return [name, { figure: rounded, ...rest, met: verdict(finding) !== 'missed' }];
  });
  const value = { started: started.toISOString(), machine, rows, findings: Object.fromEntries(byName) };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function markdown(findings: readonly Finding[], { machine, rows, started }: Circumstances): string {
  const { cores, processor, memoryGiB, node, duckdb } = machine;
  const lines = findings.map(
    (f) =>
      `| ${f.target} | ${figureText(f)} | ${limitText(f)} | ${verdict(f).replace('missed', '**missed**')} | ${f.from} |`,
  );
  return `# What was measured

Written by \`npm run bench\` on ${started.toISOString().slice(0, 10)}: ${rows} rows × 6 columns in 365 daily partitions;
${cores} cores of ${processor}, ${memoryGiB} GiB, Node ${node}, DuckDB ${duckdb}.

Times are compared within this run only: the two sides are measured in turn, several rounds each, and the
least of each is taken. A snapshot is the whole process of the command line; hashing alone is the query
alone. Memory is the most that the process held in RAM (1 MB = 10^6 bytes).

| target | figure | limit | | from |
|---|---:|---:|---|---|
${lines.join('\n')}
`;
}
