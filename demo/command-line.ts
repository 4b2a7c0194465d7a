import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { must } from './must.ts';
import { showCommand, showOutput } from './narrator.ts';

const TIDEMARK = fileURLToPath(new URL('../src/main/tidemark.js', import.meta.url));

/** Commands that run at a time: one a core of the smallest machine. */
const AT_A_TIME = 2;

interface Expected {
  /** The exit code without which the story is wrong; default 0. */
  readonly exit?: number;
  /** Lines of the output that are shown; default all. */
  readonly lines?: number;
}

export type Call = readonly [command: string, expected?: Expected];

/** Runs a command as its user would, and shows it and what it printed. @returns what it printed */
export async function tidemark(...call: Call): Promise<string> {
  const [output = ''] = await tidemarkEach([call]);
  return output;
}

/** The same for commands that do not depend on each other; shown in their order. */
export async function tidemarkEach(calls: readonly Call[]): Promise<readonly string[]> {
  const outputs: Promise<string>[] = [];
  for (const [index, call] of calls.entries()) {
    const before = outputs[index - AT_A_TIME] ?? Promise.resolve();
    const output = before.then(() => run(...call));
    // Seen below in its turn; until then a failure must not count as unhandled.
    output.catch(() => undefined);
    outputs.push(output);
  }
  const shown: string[] = [];
  for (const [index, [command, { lines = Number.POSITIVE_INFINITY } = {}]] of calls.entries()) {
    showCommand(command);
    const output = await outputs[index];
    showOutput(output ?? '', lines);
    shown.push(output ?? '');
  }
  return shown;
}

async function run(command: string, { exit = 0 }: Expected = {}): Promise<string> {
  // The commands are shown without --config, so that is how they have to work.
  const { TIDEMARK_CONFIG: _, ...env } = process.env;
  const child = spawn(process.execPath, [TIDEMARK, ...command.split(' ')], {
    env,
    stdio: ['ignore', 'pipe', exit === 0 ? 'inherit' : 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [out, err, code] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    ended,
  ]);
  must(code === exit, `tidemark ${command} ended with ${code}, not ${exit}. ${err}`);
  return `${out}${err}`.trimEnd();
}
