import type { Instant } from '../base/instant.ts';
import type { PartitionEntry } from '../partition/late-rows.ts';
import type { VersionId } from '../version/version-id.ts';

/** A version whose every partition is in the store. */
export interface StoredArchive {
  readonly version: VersionId;
  readonly dataset: string;
  /** SHA-256 of what its objects have in common: columns, their types, the split's key. */
  readonly layout: string;
  /** The columns' types in the files, as DuckDB calls them, by manifest name. */
  readonly types: Readonly<Record<string, string>>;
  readonly created: Instant;
}

/** A stretch of an object's bytes, from the end of the one before it, that is read and proved as one. */
export interface Segment {
  readonly end: bigint;
  readonly sha256: string;
  /** The least and greatest split number of the rows in it; null where it holds no rows, but what a reader needs always. */
  readonly splits: readonly [least: bigint, greatest: bigint] | null;
}

/** A file in the store that holds one partition, or a run of neighbours. */
export interface ArchivedObject {
  /** Of its bytes; its name in the store is made of it. */
  readonly sha256: string;
  readonly layout: string;
  readonly bytes: bigint;
  readonly rows: bigint;
  /** In order, the whole of it. */
  readonly segments: readonly Segment[];
}

/** A partition, and the object that it is in. */
interface ArchivedPartition extends PartitionEntry {
  /** The object's SHA-256. */
  readonly object: string;
}

/** What is in the store, and where. */
export interface Archives {
  find(version: VersionId): Promise<StoredArchive | undefined>;
  /** All, by version. */
  list(): Promise<readonly StoredArchive[]>;
  record(archive: StoredArchive): Promise<void>;
  forget(version: VersionId): Promise<void>;
  /**
   * Adds an object and what is in it; all or nothing. A partition that is in another object already stays there.
   * @param instead objects that are not to be relied on: what is in them is in this one from now on
   */
  add(
    object: ArchivedObject,
    partitions: readonly PartitionEntry[],
    instead?: readonly string[],
  ): Promise<void>;
  /** Every partition of the layout, in order. */
  partitions(layout: string): Promise<readonly ArchivedPartition[]>;
  /** Every object, or those named. */
  objects(sha256s?: readonly string[]): Promise<readonly ArchivedObject[]>;
  /** Forgets an object that holds no partition any more. @returns whether it did not hold any */
  dropEmpty(sha256: string): Promise<boolean>;
  /** Forgets an object that no version needs, and that its partitions are in it. */
  drop(sha256: string): Promise<void>;
}
