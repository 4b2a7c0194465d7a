import { Readable } from 'node:stream';
import { AbortMultipartUploadCommand, DeleteObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { TidemarkError } from '../base/errors.ts';
import { exactStream } from './exact-stream.ts';
import { sumOf } from './file-sum.ts';
import { checkKey, checkPrefix, isPath, partialOf, refused } from './keys.ts';
import { type S3Bucket, s3Bucket } from './s3-bucket.ts';
import { S3_LIMITS, type S3Limits, s3Client } from './s3-client.ts';
import { faultOf, s3Error } from './s3-errors.ts';
import { listObjects, listUploads, uploadIdOf } from './s3-list.ts';
import { openObject } from './s3-read.ts';
import { upload } from './s3-upload.ts';
import type { FileSum, Store } from './store.ts';
import { conflict, damaged, missing } from './store-errors.ts';
import { type S3Settings, s3Place } from './store-settings.ts';

/** A store in a bucket, which has to be there. @throws config-invalid, store-invalid */
export function openS3Store(
  settings: S3Settings,
  environment: Readonly<Record<string, string | undefined>>,
  limits: S3Limits = S3_LIMITS,
): Store {
  const { bucket, prefix } = s3Place(settings.url) ?? { bucket: '', prefix: '' };
  const at = s3Bucket(s3Client(settings, environment, limits), bucket, prefix);
  return {
    place: at.place,
    async save(key, file, sum, signal) {
      checkKey(key);
      if (await isThere(at, key, sum, limits, signal)) return false;
      try {
        await at.ask(undefined, signal, () => upload(at, { key, from: file, sum }, signal));
      } catch (error) {
        // Another writer came first; or the first answer was lost, and the request that was repeated met its own work.
        if (!isTaken(error) || !(await isThere(at, key, sum, limits, signal))) throw error;
        return false;
      }
      if (await isThere(at, key, sum, limits, signal)) return true;
      throw damaged(at.place, key, 'it was sent, and is not there');
    },
    async read(key, range, signal) {
      checkKey(key);
      if (range && (range.start < 0n || range.start > range.end)) {
        throw damaged(at.place, key, `bytes ${range.start} to ${range.end} were wanted`);
      }
      // S3 has no way to ask for no bytes.
      if (range && range.start === range.end) {
        const found = await head(at, key, signal);
        if (found === undefined) throw missing(at.place, key);
        if (found.bytes < range.end)
          throw damaged(at.place, key, `it has ${found.bytes} bytes of ${range.end}`);
        return Readable.from([], { objectMode: false });
      }
      const { bytes, chunks } = await openObject(at, key, range, limits.attempts, signal);
      const expected = range ? range.end - range.start : bytes;
      return exactStream(chunks, { bytes: expected, place: at.place, key }, (error) => error);
    },
    async size(key, signal) {
      checkKey(key);
      return (await head(at, key, signal))?.bytes;
    },
    async *list(prefixOfKeys, signal) {
      checkPrefix(prefixOfKeys);
      try {
        signal.throwIfAborted();
        yield* listObjects(at, prefixOfKeys, signal);
        yield* listUploads(at, prefixOfKeys, signal);
      } catch (error) {
        throw s3Error(error, at.place, undefined, signal);
      }
    },
    async remove(key, signal) {
      if (!isPath(key)) throw refused(key);
      const partial = partialOf(key);
      const target = { Bucket: bucket, Key: at.full(partial?.key ?? key) };
      const options = { abortSignal: signal };
      try {
        await at.ask(key, signal, () =>
          partial
            ? at.client.send(
                new AbortMultipartUploadCommand({ ...target, UploadId: uploadIdOf(partial.id) }),
                options,
              )
            : at.client.send(new DeleteObjectCommand(target), options),
        );
      } catch (error) {
        if (!(error instanceof TidemarkError && error.code === 'object-missing')) throw error;
      }
    },
    close: async () => at.client.destroy(),
  };
}

interface Head {
  readonly bytes: bigint;
  /** As whoever saved it said. */
  readonly sha256: string | undefined;
}

async function head(at: S3Bucket, key: string, signal: AbortSignal): Promise<Head | undefined> {
  try {
    const { ContentLength, Metadata } = await at.ask(key, signal, () =>
      at.client.send(new HeadObjectCommand({ Bucket: at.bucket, Key: at.full(key) }), {
        abortSignal: signal,
      }),
    );
    return { bytes: BigInt(ContentLength ?? 0), sha256: Metadata?.['sha256'] };
  } catch (error) {
    if (error instanceof TidemarkError && error.code === 'object-missing') return undefined;
    throw error;
  }
}

/** Whether the object is there with that sum; what did not come through here is read for it. @throws store-conflict */
async function isThere(
  at: S3Bucket,
  key: string,
  sum: FileSum,
  { attempts }: S3Limits,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await head(at, key, signal);
  if (found === undefined) return false;
  const sha256 = async () =>
    found.sha256 ??
    (await sumOf((await openObject(at, key, undefined, attempts, signal)).chunks, signal)).sha256;
  if (found.bytes === sum.bytes && (await sha256()) === sum.sha256) return true;
  throw conflict(at.place, key);
}

function isTaken(error: unknown): boolean {
  const { name, status } = faultOf(error instanceof TidemarkError ? error.cause : error);
  return status === 412 || status === 409 || name === 'NoSuchUpload';
}
