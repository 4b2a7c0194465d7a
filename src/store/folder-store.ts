import { constants, createReadStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { exactStream } from './exact-stream.ts';
import { sumOf } from './file-sum.ts';
import { folderError } from './folder-errors.ts';
import { listFolder } from './folder-list.ts';
import { fileOf, ignoring, makeFolder, noFolder, realFolder } from './folder-place.ts';
import { writeOnce } from './folder-write.ts';
import { checkKey, checkPrefix, isPath, refused } from './keys.ts';
import type { ByteRange, FileSum, Store } from './store.ts';
import { conflict, damaged, missing } from './store-errors.ts';

/** A store in a folder of a local or mounted disk, which is made when something is first saved. @param folder absolute */
export function folderStore(folder: string): Store {
  const place = `folder ${folder}`;
  const translated = async <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
    try {
      signal.throwIfAborted();
      return await work();
    } catch (cause) {
      throw folderError(cause, place, signal);
    }
  };

  const save = async (key: string, from: string, sum: FileSum, signal: AbortSignal) => {
    checkKey(key);
    await makeFolder(folder).catch(ignoring('EEXIST'));
    const root = await realFolder(folder);
    if (root === undefined) throw noFolder(folder);
    const to = await fileOf(root, key);
    const isThere = async () => {
      const found = await openWhole(to);
      if (found === undefined) return false;
      const same =
        found.bytes === sum.bytes && (await sumOf(streamOf(found.handle), signal)).sha256 === sum.sha256;
      await found.handle.close().catch(ignoring('EBADF'));
      if (!same) throw conflict(place, key);
      return true;
    };
    try {
      if (await isThere()) return false;
      if (await writeOnce({ key, from, to, sum, place }, signal)) return true;
      if (await isThere()) return false;
      throw conflict(place, key);
    } catch (cause) {
      // A file where a folder has to be, or the other way round.
      if (['ENOTDIR', 'EISDIR', 'EEXIST'].includes(codeOf(cause))) throw conflict(place, key, cause);
      throw cause;
    }
  };

  const read = async (key: string, range: ByteRange | undefined, signal: AbortSignal) => {
    checkKey(key);
    const found = await find(folder, key);
    if (found === undefined) throw missing(place, key);
    const { start, end } = range ?? { start: 0n, end: found.bytes };
    if (start < 0n || start > end || end > found.bytes) {
      await found.handle.close();
      throw damaged(place, key, `bytes ${start} to ${end} were wanted, and it has ${found.bytes}`);
    }
    if (start === end) await found.handle.close();
    const chunks = start === end ? [] : streamOf(found.handle, { start, end }, signal);
    return exactStream(chunks, { bytes: end - start, place, key }, (cause) =>
      folderError(cause, place, signal),
    );
  };

  return {
    place,
    save: (key, file, sum, signal) => translated(signal, () => save(key, file, sum, signal)),
    read: (key, range, signal) => translated(signal, () => read(key, range, signal)),
    size: (key, signal) =>
      translated(signal, async () => {
        checkKey(key);
        const found = await find(folder, key);
        await found?.handle.close();
        return found?.bytes;
      }),
    async *list(prefix, signal) {
      checkPrefix(prefix);
      try {
        const root = await realFolder(folder);
        if (root !== undefined) yield* listFolder(root, prefix, signal);
      } catch (cause) {
        throw folderError(cause, place, signal);
      }
    },
    remove: (key, signal) =>
      translated(signal, async () => {
        if (!isPath(key)) throw refused(key);
        const root = await realFolder(folder);
        if (root !== undefined)
          await rm(await fileOf(root, key), { force: true }).catch(ignoring('ENOTDIR', 'ERR_FS_EISDIR'));
      }),
    close: async () => {},
  };
}

interface Found {
  readonly handle: FileHandle;
  readonly bytes: bigint;
}

async function find(folder: string, key: string): Promise<Found | undefined> {
  const root = await realFolder(folder);
  return root === undefined ? undefined : openWhole(await fileOf(root, key));
}

/** What is there, if it is a file. Not blocking: opening a pipe would wait for its writer. */
async function openWhole(file: string): Promise<Found | undefined> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    ignoring('ENOENT', 'ENOTDIR'),
  );
  if (handle === undefined) return undefined;
  const found = await handle.stat({ bigint: true });
  if (found.isFile()) return { handle, bytes: found.size };
  await handle.close();
  return undefined;
}

/** Offsets of a local file are below 2^53: no file system has more. */
function streamOf(handle: FileHandle, range?: ByteRange, signal?: AbortSignal): AsyncIterable<Uint8Array> {
  const { start, end } = range ?? {};
  return createReadStream('', {
    fd: handle,
    ...(start !== undefined && { start: Number(start) }),
    ...(end !== undefined && { end: Number(end) - 1 }),
    ...(signal && { signal }),
  });
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException | null)?.code);
}
