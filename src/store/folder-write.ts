import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { TidemarkError } from '../base/errors.ts';
import { sumOf } from './file-sum.ts';
import { ignoring, makeFolder, syncFolder } from './folder-place.ts';
import { partialKey } from './keys.ts';
import type { FileSum } from './store.ts';
import { changedFile } from './store-errors.ts';

export interface FolderWrite {
  readonly key: string;
  /** The file to copy. */
  readonly from: string;
  readonly to: string;
  readonly sum: FileSum;
  readonly place: string;
}

/**
 * Copies a file beside its place, proves the copy, and links it there: a link is made whole, and never onto what is
 * there. @returns false where something is
 */
export async function writeOnce(write: FolderWrite, signal: AbortSignal): Promise<boolean> {
  const { key, to, sum, place } = write;
  const folder = path.dirname(to);
  await makeFolder(folder);
  const partial = partialKey(to, randomBytes(8).toString('hex'));
  try {
    await copy(write.from, partial, signal);
    // What is on the disk is read back, which proves the way there and what was read at once.
    const found = await sumOf(createReadStream(partial), signal);
    if (found.sha256 !== sum.sha256 || found.bytes !== sum.bytes) {
      throw changedFile(
        place,
        key,
        `${sum.bytes} bytes ${sum.sha256} were announced, and ${found.bytes} bytes ${found.sha256} came`,
      );
    }
    return await linkOnce(partial, to, place);
  } finally {
    await rm(partial, { force: true });
    await syncFolder(folder);
  }
}

async function copy(from: string, to: string, signal: AbortSignal): Promise<void> {
  // Nobody is to change it, its owner included.
  const handle = await open(to, 'wx', 0o444);
  try {
    await pipeline(createReadStream(from), handle.createWriteStream({ flush: true }), { signal });
  } finally {
    await handle.close().catch(ignoring('EBADF'));
  }
}

/** A file system without hard links has no other way to name a file whole and only where there is none. */
async function linkOnce(from: string, to: string, place: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw error;
    throw new TidemarkError(
      'store-invalid',
      `The store ${place} is on a file system without hard links (${code}), on which a file cannot be written once. Name a folder on another.`,
      { cause: error },
    );
  }
}
