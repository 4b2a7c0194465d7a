import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { sumOf } from '../store/file-sum.ts';
import type { FileSum } from '../store/store.ts';

/** A file of an export: its path in it, and what it holds. */
export interface ExportedFile extends FileSum {
  readonly path: string;
}

/** A file that holds rows of a split. */
export interface DataFile extends ExportedFile {
  readonly rows: bigint;
}

/** A split as it was written. */
export interface ExportedSplit {
  readonly name: string;
  readonly part: string | undefined;
  readonly rows: bigint;
  readonly files: readonly DataFile[];
}

/** What the file holds, after seeing that it is on the disk. */
export async function sumOfFile(file: string, signal: AbortSignal): Promise<FileSum> {
  const handle = await open(file, 'r');
  await handle.sync().finally(() => handle.close());
  return sumOf(createReadStream(file), signal);
}
