import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../dist/src/main/tidemark.js', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as JSON. */
  readonly json: ReturnType<typeof JSON.parse>;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs the command line as a person does: the built program, in a folder. */
export function cli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const spawnOptions: SpawnOptions = {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    ...(options.uid === undefined ? {} : { uid: options.uid }),
  };
  const child = spawn(process.execPath, [BIN, ...args], spawnOptions);
  options.onStart?.(child);
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({
        code,
        signal,
        stdout,
        stderr,
        get json() {
          return JSON.parse(stdout);
        },
      }),
    );
  });
}
