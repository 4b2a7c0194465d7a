import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Took } from './alternate.ts';

/** The command line as it is installed. */
export const TIDEMARK = fileURLToPath(new URL('../src/main/tidemark.js', import.meta.url));

/** A process that did not end well. */
export class NodeFailed extends Error {
  override readonly name = 'NodeFailed';
  /** The last line that it wrote to standard error. */
  readonly reason: string;

  constructor(args: readonly string[], stderr: string) {
    super(`node ${args.join(' ')} failed: ${stderr}`);
    this.reason = stderr.trim().split('\n').at(-1) ?? '';
  }
}

export interface Ran extends Took {
  readonly stdout: string;
}

/**
 * Runs Node with the arguments until it has ended.
 * @throws NodeFailed
 */
export async function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const cpuBefore = childCpu();
  const start = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => (written.stdout += data));
  child.stderr.on('data', (data) => (written.stderr += data));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new NodeFailed(args, written.stderr);
  return { seconds, cpu: childCpu() - cpuBefore, stdout: written.stdout };
}

/** Kernel clock ticks in a second, as Linux reports them to programs everywhere. */
const TICKS = 100;

/** Processor time of all children that have ended, in seconds; only Linux tells. */
function childCpu(): number {
  try {
    const afterName = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1) ?? '';
    const fields = afterName.split(' ');
    return (Number(fields[13]) + Number(fields[14])) / TICKS;
  } catch {
    return Number.NaN;
  }
}
