import { createWriteStream } from 'node:fs';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { TidemarkError } from '../base/errors.ts';

/**
 * Writes a file that is there whole or not at all: beside its place first, then moved onto it. What is there and
 * no ordinary file, such as a pipe or `/dev/stdout`, is written to as it is; a link stays one.
 * @throws output-failed, disk-full
 */
export async function writeFile(file: string, write: (out: Writable) => Promise<void>): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const existing = await stat(file).catch(() => undefined);
  // Standard output may be an ordinary file, which the shell holds open.
  const special = /^\/(dev|proc)\//.test(path.resolve(file));
  const place = special || (existing && !existing.isFile()) ? file : partialOf(target);
  const out = createWriteStream(place);
  // Whoever writes to it, or waits for its end, is told; a moment in which nobody does must not end the process.
  out.on('error', () => {});
  try {
    await write(out);
    out.end();
    await finished(out);
    if (place === file) return;
    await sync(place);
    await rename(place, target);
  } catch (error) {
    // What is written after it failed is told only that it has.
    const reason = out.errored ?? error;
    out.destroy();
    if (place !== file) await rm(place, { force: true });
    throw outputError(reason, file);
  }
}

/** That a disk is full, as ours; other errors as they are. */
export function diskError(error: unknown, place: string): unknown {
  const { code, message = '' } = (error ?? {}) as NodeJS.ErrnoException;
  // A source that writes pieces itself says so in its own words; a disk of its own that is full is another matter.
  if (error instanceof TidemarkError && !(error.code === 'source-failed' && message.includes('.tidemark-')))
    return error;
  if (code !== 'ENOSPC' && !message.includes('No space left')) return error;
  return new TidemarkError('disk-full', `The disk that ${place} needs is full.`, { cause: error });
}

function partialOf(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.partial-${process.pid}`);
}

/** What the operating system says of an output, as ours; other errors as they are. */
export function outputError(error: unknown, place: string): unknown {
  const told = diskError(error, place);
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (
    told !== error ||
    code === undefined ||
    code === 'EPIPE' ||
    error instanceof TidemarkError ||
    !/^E[A-Z]+$/.test(code)
  )
    return told;
  const reason = code === 'ENOENT' ? 'its folder does not exist' : code;
  return new TidemarkError('output-failed', `Cannot write ${place}: ${reason}.`, { cause: error });
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}
