import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { FileSum } from '../../src/store/store.ts';
import type { StoreSettings } from '../../src/store/store-settings.ts';
import { tempFolder } from '../support/temp-folder.ts';

const OPEN = fileURLToPath(new URL('../../dist/src/store/open-store.js', import.meta.url));

/** Saves a file, and prints what came of it: `true`, `false`, or the error's code. */
const WRITER = `
const [settings, key, file, sha256, bytes] = process.argv.slice(1);
const { openStore } = await import(${JSON.stringify(OPEN)});
const store = await openStore(JSON.parse(settings), '/', process.env);
const sum = { sha256, bytes: BigInt(bytes) };
console.log(await store.save(key, file, sum, new AbortController().signal).catch((e) => e.code ?? e.stack));
`;

export interface Written {
  readonly file: string;
  readonly sum: FileSum;
}

function sumOfBytes(bytes: Uint8Array): FileSum {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: BigInt(bytes.length) };
}

/** A file of these bytes. */
export function fileOf(bytes: Uint8Array | string): Written {
  const file = path.join(tempFolder(), 'file');
  const content = Buffer.from(bytes);
  writeFileSync(file, content);
  return { file, sum: sumOfBytes(content) };
}

/** A file of 40 MB that ends never: so many bytes come at once, and then few, until the test is over. */
export function endlessFile(atOnce = 20_000_000): Written {
  const file = path.join(tempFolder(), 'pipe');
  execFileSync('mkfifo', [file]);
  pour(file, atOnce);
  return { file, sum: { sha256: '0'.repeat(64), bytes: 40_000_000n } };
}

/** Writes so many bytes into a pipe, and then few, until nobody reads it or the test is over. */
export function pour(pipe: string, bytes: number): ChildProcess {
  const script = 'exec >"$1"; head -c "$2" /dev/zero; while sleep 0.05; do echo x || exit; done';
  const feeder = spawn('sh', ['-c', script, 'feeder', pipe, String(bytes)], { stdio: 'ignore' });
  onTestFinished(() => void feeder.kill('SIGKILL'));
  return feeder;
}

export function writerArgs(settings: StoreSettings, key: string, { file, sum }: Written): string[] {
  const given = [JSON.stringify(settings), key, file, sum.sha256, String(sum.bytes)];
  return ['--input-type=module', '-e', WRITER, '--', ...given];
}

/** Saves in a process of its own. */
export function startWriter(
  settings: StoreSettings,
  environment: Readonly<Record<string, string>>,
  key: string,
  written: Written,
  options: { readonly uid?: number; readonly gid?: number } = {},
): { readonly child: ChildProcess; readonly printed: Promise<string> } {
  const child = spawn(process.execPath, writerArgs(settings, key, written), {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  });
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (more: string) => (text += more));
  return { child, printed: new Promise((resolve) => child.on('close', () => resolve(text.trim()))) };
}
