import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
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
  /** An answer to HEAD has no body to say whether it is the object that is missing, the bucket, or the one who asks. */
  const checkBucket = async (signal: AbortSignal) => {
    if (known) return;
    try {
      await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }), { abortSignal: signal });
      known = true;
    } catch (error) {
      // Whoever may read objects need not have the right to this.
      if (faultOf(error).name !== 'AccessDenied') throw s3Error(error, place, undefined, signal);
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
