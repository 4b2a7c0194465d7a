import {
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListPartsCommand,
  type ListPartsCommandOutput,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { instantFromMicros } from '../base/instant.ts';
import { isPath, partialKey, partialOf } from './keys.ts';
import type { S3Bucket } from './s3-bucket.ts';
import { faultOf } from './s3-errors.ts';
import type { StoredFile } from './store.ts';

export async function* listObjects(
  at: S3Bucket,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<StoredFile> {
  const asked = { Bucket: at.bucket, Prefix: at.full(prefix) };
  for await (const page of paginateListObjectsV2({ client: at.client }, asked, { abortSignal: signal })) {
    for (const { Key = '', Size = 0, LastModified } of page.Contents ?? []) {
      const key = at.own(Key);
      if (isPath(key)) {
        yield {
          key,
          bytes: BigInt(Size),
          partial: partialOf(key) !== undefined,
          changed: instant(LastModified),
        };
      }
    }
  }
}

/** Uploads in parts that were neither completed nor given up. */
export async function* listUploads(
  at: S3Bucket,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<StoredFile> {
  let next: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
  while (next) {
    const page: Partial<ListMultipartUploadsCommandOutput> = await uploadsPage(at, prefix, next, signal);
    for (const { Key = '', UploadId = '', Initiated } of page.Uploads ?? []) {
      const key = partialKey(at.own(Key), uploadName(UploadId));
      if (!isPath(key)) continue;
      const bytes = await bytesSoFar(at, Key, UploadId, signal);
      if (bytes !== undefined) yield { key, bytes, partial: true, changed: instant(Initiated) };
    }
    const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = page;
    next = IsTruncated
      ? {
          ...(NextKeyMarker !== undefined && { KeyMarker: NextKeyMarker }),
          ...(NextUploadIdMarker !== undefined && { UploadIdMarker: NextUploadIdMarker }),
        }
      : undefined;
  }
}

async function uploadsPage(
  at: S3Bucket,
  prefix: string,
  markers: object,
  signal: AbortSignal,
): Promise<Partial<ListMultipartUploadsCommandOutput>> {
  const asked = { Bucket: at.bucket, Prefix: at.full(prefix), ...markers };
  try {
    return await at.client.send(new ListMultipartUploadsCommand(asked), { abortSignal: signal });
  } catch (error) {
    // A server that cannot say which there are.
    if (faultOf(error).status === 501) return {};
    throw error;
  }
}

/** Undefined where the upload has ended meanwhile. */
async function bytesSoFar(at: S3Bucket, Key: string, UploadId: string, signal: AbortSignal) {
  const asked = { Bucket: at.bucket, Key, UploadId };
  try {
    let bytes = 0n;
    // Not by the SDK's own paging: it follows the marker that some servers give with the last page too, for ever.
    for (let next: string | undefined = '0'; next !== undefined; ) {
      const page: ListPartsCommandOutput = await at.client.send(
        new ListPartsCommand({ ...asked, PartNumberMarker: next }),
        { abortSignal: signal },
      );
      for (const { Size = 0 } of page.Parts ?? []) bytes += BigInt(Size);
      next = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    }
    return bytes;
  } catch (error) {
    if (faultOf(error).status === 404) return undefined;
    throw error;
  }
}

/** An upload's ID may have any characters; a key may not. */
function uploadName(id: string): string {
  return Buffer.from(id).toString('base64url');
}

export function uploadIdOf(name: string): string {
  return Buffer.from(name, 'base64url').toString();
}

/** Listings have it, but for servers that leave it out. */
function instant(date: Date | undefined) {
  return instantFromMicros(BigInt(date?.getTime() ?? 0) * 1000n);
}
