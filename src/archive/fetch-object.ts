import { createHash } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { TidemarkError } from '../base/errors.ts';
import type { ArchivedObject, Segment } from '../catalog/archives.ts';
import type { Store } from '../store/store.ts';
import { objectKey } from './layout.ts';

/** Split numbers from the first, inclusive, to the last, exclusive. */
export interface SplitRange {
  readonly least: bigint;
  readonly end: bigint;
}

/**
 * Fetches of an object what may hold rows of the range, and proves each byte by its recorded SHA-256 before anybody reads it. The file
 * has holes where the rest would be, so that its footer is true.
 * @param range undefined for all
 * @throws object-missing, object-damaged; the file is not there then
 */
export async function fetchObject(
  store: Store,
  object: ArchivedObject,
  range: SplitRange | undefined,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  const file = await open(target, 'wx');
  try {
    await file.truncate(Number(object.bytes));
    for (const run of runsOf(wanted(object.segments, range)))
      await fetchRun(store, object, run, file, signal);
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

interface Stretch extends Segment {
  readonly start: bigint;
}

function wanted(segments: readonly Segment[], range: SplitRange | undefined): readonly Stretch[] {
  return segments
    .map((segment, i) => ({ ...segment, start: segments[i - 1]?.end ?? 0n }))
    .filter(({ splits }) => !range || splits === null || (splits[0] < range.end && splits[1] >= range.least));
}

/** Neighbours together: one request each. */
function runsOf(stretches: readonly Stretch[]): readonly (readonly Stretch[])[] {
  const runs: Stretch[][] = [];
  for (const stretch of stretches) {
    const last = runs.at(-1);
    if (last?.at(-1)?.end === stretch.start) last.push(stretch);
    else runs.push([stretch]);
  }
  return runs;
}

async function fetchRun(
  store: Store,
  object: ArchivedObject,
  run: readonly Stretch[],
  file: FileHandle,
  signal: AbortSignal,
): Promise<void> {
  const [start, end] = [run[0]?.start ?? 0n, run.at(-1)?.end ?? 0n];
  let at = start;
  let next = 0;
  let sum = createHash('sha256');
  for await (const chunk of await store.read(objectKey(object.sha256), { start, end }, signal)) {
    await writeAll(file, chunk as Buffer, at);
    for (let bytes = chunk as Buffer; bytes.length > 0; ) {
      const segment = run[next];
      if (!segment) throw damaged(store, object);
      const left = segment.end - at;
      const taken = left < BigInt(bytes.length) ? Number(left) : bytes.length;
      sum.update(bytes.subarray(0, taken));
      at += BigInt(taken);
      bytes = bytes.subarray(taken);
      if (at < segment.end) continue;
      if (sum.digest('hex') !== segment.sha256) throw damaged(store, object);
      sum = createHash('sha256');
      next++;
    }
  }
  if (at !== end) throw damaged(store, object);
}

/** What is summed up is what is there: a disk that is nearly full may take less than it was given. */
async function writeAll(file: FileHandle, bytes: Buffer, at: bigint): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, Number(at) + done);
    done += bytesWritten;
  }
}

function damaged(store: Store, { sha256 }: ArchivedObject): TidemarkError {
  return new TidemarkError(
    'object-damaged',
    `Object ${objectKey(sha256)} in ${store.place} is not what was written: its bytes have another SHA-256. Nothing of it was delivered. ` +
      'Mend it from the source, where that still holds the version: tidemark store check --read-data --repair',
    { details: { object: objectKey(sha256) } },
  );
}
