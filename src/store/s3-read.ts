import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { addAbortSignal } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { TidemarkError } from '../base/errors.ts';
import type { S3Bucket } from './s3-bucket.ts';
import { s3Error } from './s3-errors.ts';
import type { ByteRange } from './store.ts';
import { damaged } from './store-errors.ts';

/** What one GET gives: the bytes from `start` on, of so many that were asked for. */
export interface S3Object {
  readonly bytes: bigint;
  readonly chunks: AsyncIterable<Uint8Array>;
}

const HEX = /^[0-9a-f]{64}$/;

/**
 * Asks for an object, and gives its bytes as they are taken. Where the connection is lost on the way, or was closed on
 * a reader who took a rest, it is asked for the rest of them; so often in a row without a byte.
 * @param range not empty
 */
export async function openObject(
  at: S3Bucket,
  key: string,
  range: ByteRange | undefined,
  attempts: number,
  signal: AbortSignal,
): Promise<S3Object> {
  const get = (from: bigint | undefined, etag?: string) =>
    at.ask(key, signal, () => {
      const until = range === undefined ? '' : range.end - 1n;
      return at.client.send(
        new GetObjectCommand({
          Bucket: at.bucket,
          Key: at.full(key),
          ...(from !== undefined && { Range: `bytes=${from}-${until}` }),
          ...(etag !== undefined && { IfMatch: etag }),
        }),
        { abortSignal: signal },
      );
    });
  const first = await get(range?.start);
  const start = range?.start ?? 0n;
  const bytes = BigInt(first.ContentLength ?? 0);

  async function* chunks() {
    // Only all of it has the sum that it was saved with.
    const { sha256 = '' } = range === undefined ? (first.Metadata ?? {}) : {};
    const hash = HEX.test(sha256) ? createHash('sha256') : undefined;
    let answer: GetObjectCommandOutput | undefined = first;
    for (let came = 0n, failures = 0; came < bytes || answer === first; ) {
      try {
        answer ??= await get(start + came, first.ETag);
        for await (const chunk of addAbortSignal(signal, answer.Body as Readable)) {
          hash?.update(chunk);
          came += BigInt(chunk.length);
          failures = 0;
          yield chunk as Uint8Array;
        }
        if (came >= bytes) break;
      } catch (cause) {
        const error = s3Error(cause, at.place, key, signal);
        const isTransient = error instanceof TidemarkError && error.kind === 'transient';
        if (!isTransient || ++failures >= attempts) throw error;
      }
      answer = undefined;
    }
    if (hash && hash.digest('hex') !== sha256) {
      throw damaged(at.place, key, `its bytes do not have the SHA-256 ${sha256} that it was saved with`);
    }
  }
  return { bytes, chunks: chunks() };
}
