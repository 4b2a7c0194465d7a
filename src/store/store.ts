import type { Readable } from 'node:stream';
import type { Instant } from '../base/instant.ts';

/** What a file holds: lowercase hex, and its length. */
export interface FileSum {
  readonly sha256: string;
  readonly bytes: bigint;
}

/** The bytes from `start` up to and without `end`. */
export interface ByteRange {
  readonly start: bigint;
  readonly end: bigint;
}

export interface StoredFile {
  /** Of an unfinished write a name of its own, which `remove` takes and nothing else. */
  readonly key: string;
  /** Of an unfinished write what has arrived so far, as far as the store can tell. */
  readonly bytes: bigint;
  /** Left behind by a write that was killed, or of one that goes on. */
  readonly partial: boolean;
  /** When it was last written to, or an unfinished write was begun, by the store's own clock. */
  readonly changed: Instant;
}

/**
 * Files by key, each written once. What a key is: keys.ts. A key may not be the folder of another: a store may
 * refuse the second of them. Whatever fails is a TidemarkError: store-invalid, store-denied, store-unavailable,
 * store-failed, disk-full or cancelled beside what the methods say.
 */
export interface Store {
  /** What it is, for messages, without secrets: `folder /x/y`, `s3://bucket/prefix`. */
  readonly place: string;
  /**
   * Saves a local file, whole or not at all, and proves that what arrived is what `sum` says. Where the key is there
   * with these bytes, nothing is written. Of several writers at once, one adds it.
   * @param file read once, from its start to its end
   * @returns whether it was added
   * @throws store-conflict where other bytes are there; object-damaged where the file, or what arrived, is not `sum`
   */
  save(key: string, file: string, sum: FileSum, signal: AbortSignal): Promise<boolean>;
  /**
   * All its bytes, or those of the range: exactly as many, or the stream fails.
   * @throws object-missing; object-damaged, from the stream too, where it ends before the range does
   */
  read(key: string, range: ByteRange | undefined, signal: AbortSignal): Promise<Readable>;
  /** Its length; undefined where there is none. */
  size(key: string, signal: AbortSignal): Promise<bigint | undefined>;
  /**
   * Every file whose key begins with the prefix, in no order, unfinished writes among them. What has a name that is
   * no key is somebody else's and is left out.
   * @param prefix of keys as texts: `a/b` is one of `a/bc`; empty for all
   */
  list(prefix: string, signal: AbortSignal): AsyncIterable<StoredFile>;
  /**
   * Removes a file, or what an unfinished write left behind, by the key that `list` gave; nothing where it is gone.
   * Only for what a check found torn, foreign or left over: whatever else was written is kept.
   */
  remove(key: string, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
