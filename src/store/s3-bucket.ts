import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { TidemarkError } from '../base/errors.ts';
import { faultOf, s3Error } from './s3-errors.ts';

/** What the requests of one store have in common. */
export interface S3Bucket {
  readonly client: S3Client;
  readonly bucket: string;
  readonly place: string;
  /** The key as the bucket has it; a prefix too. */
  full(key: string): string;
  /** Without the store's prefix. */
  own(full: string): string;
  /**
   * Runs a request, its errors translated.
   * @param key what it asks for, where a 404 means that this is missing
   */
  ask<T>(key: string | undefined, signal: AbortSignal, request: () => Promise<T>): Promise<T>;
}

export function s3Bucket(client: S3Client, bucket: string, prefix: string): S3Bucket {
  const start = prefix === '' ? '' : `${prefix}/`;
  const place = `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`;
  let known = false;
  /** An answer without a body, as to HEAD, does not say whether it is the object or the bucket that is missing. */
  const checkBucket = async (signal: AbortSignal) => {
    if (known) return;
    try {
      await client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal: signal });
      known = true;
    } catch (error) {
      const { status } = faultOf(error);
      // Whoever may read objects need not have the right to this.
      if (status === 403) return;
      if (status !== 404) throw s3Error(error, place, undefined, signal);
      throw new TidemarkError(
        'store-invalid',
        `The store ${place} has no bucket ${bucket}. Make it, or name another ("store" in the config).`,
        { cause: error },
      );
    }
  };
  return {
    client,
    bucket,
    place,
    full: (key) => `${start}${key}`,
    own: (full) => full.slice(start.length),
    async ask(key, signal, request) {
      try {
        signal.throwIfAborted();
        return await request();
      } catch (error) {
        if (faultOf(error).status === 404 && !signal.aborted) await checkBucket(signal);
        throw s3Error(error, place, key, signal);
      }
    },
  };
}
