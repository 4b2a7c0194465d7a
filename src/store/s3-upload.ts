import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { partSize } from './part-size.ts';
import type { S3Bucket } from './s3-bucket.ts';
import { faultOf } from './s3-errors.ts';
import type { FileSum } from './store.ts';
import { changedFile } from './store-errors.ts';

export interface S3Upload {
  readonly key: string;
  /** The file to send. */
  readonly from: string;
  readonly sum: FileSum;
}

/** Ends an upload that failed; what it does not reach, `list` shows. */
const GIVE_UP_MS = 10_000;

/**
 * Sends a file in parts of which few are in memory at once. Each part is proved by the server; the file is by its sum
 * before the object is made of them.
 * @throws what the client throws, with status 412 or 409 where an object is there; object-damaged
 */
export async function upload(at: S3Bucket, what: S3Upload, signal: AbortSignal): Promise<void> {
  const { part, atOnce } = partSize(what.sum.bytes);
  const target = { Bucket: at.bucket, Key: at.full(what.key) };
  const made = { ...target, Metadata: { sha256: what.sum.sha256 } };
  if (what.sum.bytes <= BigInt(part)) {
    const [body = Buffer.alloc(0)] = await all(partsOf(at, what, part, signal));
    await onceOnly((condition) =>
      at.client.send(new PutObjectCommand({ ...made, ...condition, Body: body, ContentMD5: md5(body) }), {
        abortSignal: signal,
      }),
    );
    return;
  }
  const { UploadId } = await at.client.send(new CreateMultipartUploadCommand(made), { abortSignal: signal });
  const begun = { ...target, UploadId };
  try {
    const parts = await inParallel(
      (stop) => partsOf(at, what, part, stop),
      atOnce,
      signal,
      async (body, index, stop) => {
        const PartNumber = index + 1;
        const { ETag } = await at.client.send(
          new UploadPartCommand({ ...begun, PartNumber, Body: body, ContentMD5: md5(body) }),
          { abortSignal: stop },
        );
        return { PartNumber, ETag } satisfies CompletedPart;
      },
    );
    await onceOnly((condition) =>
      at.client.send(
        new CompleteMultipartUploadCommand({ ...begun, ...condition, MultipartUpload: { Parts: parts } }),
        { abortSignal: signal },
      ),
    );
  } catch (error) {
    const giveUp = { abortSignal: AbortSignal.timeout(GIVE_UP_MS) };
    await at.client.send(new AbortMultipartUploadCommand(begun), giveUp).catch(() => undefined);
    throw error;
  }
}

/** Where the server does not know the condition, the look before the upload has to do. */
async function onceOnly<T>(send: (condition: { IfNoneMatch?: '*' }) => Promise<T>): Promise<T> {
  try {
    return await send({ IfNoneMatch: '*' });
  } catch (error) {
    if (faultOf(error).status !== 501) throw error;
    return send({});
  }
}

/** The file in buffers of their own, all full but the last. Its sum is checked before the last one is given. */
async function* partsOf(
  at: S3Bucket,
  what: S3Upload,
  part: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const { key, from, sum } = what;
  const hash = createHash('sha256');
  const size = sum.bytes < BigInt(part) ? Number(sum.bytes) : part;
  let [bytes, filled, buffer] = [0n, 0, Buffer.allocUnsafe(size)];
  const tooLong = () =>
    changedFile(at.place, key, `it is longer than the ${sum.bytes} bytes that were announced`);
  for await (const chunk of createReadStream(from, { signal, highWaterMark: 1024 * 1024 })) {
    hash.update(chunk);
    bytes += BigInt(chunk.length);
    if (bytes > sum.bytes) throw tooLong();
    for (let taken = 0; taken < chunk.length; ) {
      if (filled === size) {
        yield buffer;
        [filled, buffer] = [0, Buffer.allocUnsafe(size)];
      }
      const copied = (chunk as Buffer).copy(buffer, filled, taken);
      filled += copied;
      taken += copied;
    }
  }
  const found = hash.digest('hex');
  if (bytes !== sum.bytes || found !== sum.sha256) {
    throw changedFile(
      at.place,
      key,
      `${sum.bytes} bytes ${sum.sha256} were announced, and ${bytes} bytes ${found} came`,
    );
  }
  yield buffer.subarray(0, filled);
}

/** What `work` gives for each, in order. The first that fails stops the others and `items`, which are waited for. */
async function inParallel<T, R>(
  items: (stop: AbortSignal) => AsyncIterable<T>,
  atOnce: number,
  signal: AbortSignal,
  work: (item: T, index: number, stop: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const stopping = new AbortController();
  const stop = AbortSignal.any([signal, stopping.signal]);
  const results: R[] = [];
  const running = new Set<Promise<unknown>>();
  const failures: unknown[] = [];
  let index = 0;
  try {
    for await (const item of items(stop)) {
      const own = index++;
      const task: Promise<unknown> = work(item, own, stop).then((result) => {
        results[own] = result;
        return running.delete(task);
      });
      running.add(task);
      task.catch((error: unknown) => {
        failures.push(error);
        stopping.abort();
      });
      if (running.size >= atOnce) await Promise.race(running);
    }
    await Promise.all(running);
    return results;
  } catch (error) {
    stopping.abort();
    await Promise.allSettled(running);
    // What the others and the reading then say is that they were stopped.
    throw failures.length > 0 ? failures[0] : error;
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('base64');
}
