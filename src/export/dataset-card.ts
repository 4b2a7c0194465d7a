import { stringify } from 'yaml';
import { grouped } from '../base/grouped.ts';
import type { ExportColumn } from './export-column.ts';
import { type ExportPlan, exportKey } from './export-plan.ts';
import type { ExportedSplit } from './exported-file.ts';

/** The dataset card: what Hugging Face reads at its head, and what people read below it. */
export function datasetCard(
  plan: ExportPlan,
  columns: readonly ExportColumn[],
  splits: readonly ExportedSplit[],
): string {
  return `---\n${head(plan, columns, splits)}---\n\n${body(plan, columns, splits)}`;
}

/** Every text in quotes: what is plain text in YAML 1.2 may be a date or a truth value to a reader of 1.1. */
function head(plan: ExportPlan, columns: readonly ExportColumn[], splits: readonly ExportedSplit[]): string {
  const { version, choice } = plan;
  const filled = splits.filter((s) => s.rows > 0n);
  // `datasets` refuses to load a split without rows, and with it the others.
  const loaded = filled.length > 0 ? filled : splits;
  const card = {
    pretty_name: version.dataset,
    ...(choice.license === undefined ? {} : { license: choice.license }),
    tags: ['tidemark'],
    configs: [
      {
        config_name: 'default',
        data_files: loaded.map(({ name }) => ({ split: name, path: `data/${name}-*.parquet` })),
      },
    ],
    dataset_info: {
      features: columns.map(({ name, feature }) => ({ name, dtype: feature })),
      splits: loaded.map((s) => ({ name: s.name, num_bytes: bytesOf(s), num_examples: s.rows })),
      download_size: loaded.reduce((total, s) => total + bytesOf(s), 0n),
    },
    tidemark: exportKey(plan),
  };
  return stringify(card, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 });
}

function body(plan: ExportPlan, columns: readonly ExportColumn[], splits: readonly ExportedSplit[]): string {
  const { version, manifest } = plan;
  const { facts } = version;
  const rows = manifest.rows.mode === 'append' ? 'all' : `the latest of each ${list(manifest.rows.key)}`;
  return `# ${version.dataset}

Rows of one immutable version of a warehouse table, exported by Tidemark. The
rows were proved to be the version's before they were written.

| | |
|---|---|
| version | ${code(version.id)} |
| digest | ${code(`sha256:${version.sha256}`)} of \`manifest.json\` |
| watermark | ${version.watermark}: rows that arrived before it |
| table | ${code(facts.source.table)} in ${code(facts.source.name)} (${facts.source.engine}) |
| rows | ${rows}${manifest.filter === null ? '' : `, where ${code(manifest.filter)}`} |
| made | ${version.created} |

## Splits

${splitText(plan)}

| split | part | rows | files |
|---|---|---:|---:|
${splits.map((s) => `| ${code(s.name)} | ${s.part === undefined ? 'all rows' : code(s.part)} | ${grouped(s.rows)} | ${s.files.length} |`).join('\n')}${emptyText(splits)}

## Columns

| column | type | in the files |
|---|---|---|
${columns.map((c) => `| ${code(c.name)} | ${c.type} | ${c.feature} |`).join('\n')}

## The same data again

    ${command(plan)}

gives the same files, byte by byte, for as long as the version is kept. \`sha256sum manifest.json\` prints the version's
digest; \`croissant.json\` has the SHA-256 of every other file.

## Citation

    Dataset-Version: ${version.id}
    Dataset-Digest: sha256:${version.sha256}
`;
}

function bytesOf({ files }: ExportedSplit): bigint {
  return files.reduce((total, file) => total + file.bytes, 0n);
}

/** What `datasets` does not say by itself. */
function emptyText(splits: readonly ExportedSplit[]): string {
  const empty = splits.filter((s) => s.rows === 0n);
  if (empty.length === 0) return '';
  return `\n\nWithout rows: ${list(empty.map((s) => s.name))}. The library \`datasets\` cannot load such a split, so that the head of this card leaves it out.`;
}

function splitText({ manifest: { split } }: ExportPlan): string {
  if (split === null) return 'The version is not split; all rows are in `train`.';
  if (split.algorithm === 'time-v1') {
    const parts = split.parts.map((p) => `${code(p.name)}${p.until === null ? '' : ` until ${p.until}`}`);
    return `By the time in ${code(split.column)}: ${parts.join(', ')}.`;
  }
  const parts = split.parts.map((p) => `${code(p.name)} ${p.share}`);
  return `By the hash of ${list(split.key)} with the salt ${code(split.salt)}: ${parts.join(', ')}.`;
}

/** The call that gives these files again. */
function command({ version, choice }: ExportPlan): string {
  const { parts, columns, rowsPerFile, license } = choice;
  const options: readonly (readonly [string, string | undefined])[] = [
    ['part', parts?.join(',')],
    ['columns', columns?.join(',')],
    ['rows-per-file', rowsPerFile.toString()],
    ['license', license],
  ];
  const given = options.flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${shell(value)}`],
  );
  return ['tidemark export', version.id, 'DIR', ...given].join(' ');
}

function shell(text: string): string {
  return /^[\w.,@/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`).replaceAll('\n', ' ')}'`;
}

function list(names: readonly string[]): string {
  return names.map(code).join(', ');
}

/** In a table of Markdown. */
function code(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, ' ').replaceAll('|', '\\|')}\``;
}
