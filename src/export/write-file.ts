import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { TidemarkError } from '../base/errors.ts';

/**
 * Writes a file that is there whole or not at all: beside its place first, then moved onto it.
 * @throws output-failed, disk-full
 */
export async function writeFile(file: string, write: (out: Writable) => Promise<void>): Promise<void> {
  const partial = path.join(path.dirname(file), `.${path.basename(file)}.partial-${process.pid}`);
  const out = createWriteStream(partial);
  try {
    await write(out);
    out.end();
    await finished(out);
    await sync(partial);
    await rename(partial, file);
  } catch (error) {
    out.destroy();
    await rm(partial, { force: true });
    throw outputError(error, file);
  }
}

/** What the operating system says of an output, as ours; other errors as they are. */
export function outputError(error: unknown, place: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || (error instanceof Error && /No space left/.test(error.message))) {
    return new TidemarkError('disk-full', `The disk that ${place} needs is full.`, {
      cause: error,
    });
  }
  if (code === undefined || code === 'EPIPE' || error instanceof TidemarkError || !/^E[A-Z]+$/.test(code))
    return error;
  const reason = code === 'ENOENT' ? 'its folder does not exist' : code;
  return new TidemarkError('output-failed', `Cannot write ${place}: ${reason}.`, { cause: error });
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}
