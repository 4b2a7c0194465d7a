import type { Instant } from '../base/instant.ts';
import type { PartitionScan } from '../scan/digest-scan.ts';
import type { EngineChecks } from '../scan/ensure-known-answers.ts';
import type { Past } from '../source/driver.ts';
import type { PeriodNode } from '../version/period-tree.ts';
import type { Reference } from '../version/reference.ts';
import type { VersionId } from '../version/version-id.ts';
import type { Archives } from './archives.ts';
import type { Facts } from './facts.ts';

/** A version as the catalog keeps it. Immutable. */
export interface StoredVersion {
  readonly id: VersionId;
  readonly dataset: string;
  readonly watermark: Instant;
  /** The hash in the ID. */
  readonly hash: string;
  readonly sha256: string;
  /** RFC 8785 form. */
  readonly manifest: string;
  readonly facts: Facts;
  readonly created: Instant;
  /** The version in which rows turned out to be missing or wrong, that this one is to be used instead of. */
  readonly supersedes: VersionId | null;
}

/** A version with all that is recorded beside it. */
export interface Publication {
  readonly version: StoredVersion;
  readonly nodes: readonly PeriodNode[];
  /** The run that made it; finished by this. */
  readonly run: string;
  /** Set to the version in the same transaction. */
  readonly tag: string | null;
}

export interface Versions {
  /**
   * Adds the version, its nodes and its tag, and ends its run, in one transaction: all or nothing.
   * Idempotent: an ID is a hash of content, so adding it again changes nothing but which version the
   * dataset's head at that watermark is.
   * @returns the version as it is kept, the older one where the ID was there; and whether it was added
   */
  publish(publication: Publication): Promise<{ readonly version: StoredVersion; readonly added: boolean }>;
  /** What the reference names, newest first; more than one where it is ambiguous. */
  find(reference: Reference): Promise<readonly StoredVersion[]>;
  /** What the last snapshot at the newest watermark up to this one gave. */
  head(dataset: string, upTo: Instant): Promise<StoredVersion | undefined>;
  /** By watermark, then by age, newest first. */
  list(dataset: string, limit?: number): Promise<readonly StoredVersion[]>;
  /** The period nodes with these digests. @throws catalog-failed where one is not there */
  nodes(digests: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export interface Tag {
  readonly dataset: string;
  readonly tag: string;
  readonly version: VersionId;
}

export interface Tags {
  list(dataset: string): Promise<readonly Tag[]>;
  /**
   * Compare-and-set: moves the tag only where it is where the caller saw it.
   * @param expected the version it names now; null where there is no such tag yet
   * @throws tag-moved where somebody else was faster
   */
  move(tag: Tag, expected: VersionId | null): Promise<void>;
}

/** What the last digest of a partition was: the write path's memory between runs. */
export interface PartitionState extends PartitionScan {
  /** The run that digested it. */
  readonly run: string;
  /** What the engine's hint said of it at that moment; null where it said nothing. */
  readonly mark: string | null;
}

export interface Run {
  readonly id: string;
  readonly dataset: string;
  /** SHA-256 of what its digests depend on. */
  readonly definition: string;
  readonly watermark: Instant;
  /** The source's change token when it began. */
  readonly token: string | null;
  /** The recheck rule: which digests of runs before it believed. */
  readonly recheck: string | null;
}

/** A run that made a version. */
export type FinishedRun = Omit<Run, 'id' | 'dataset'> & {
  /** The version's manifest, in RFC 8785 form. */
  readonly manifest: string;
};

/** Memory of the write path, so that a run that was killed is gone on with. */
export interface Progress {
  /** The newest run of that definition and watermark that did not end. */
  unfinished(definition: string, watermark: Instant): Promise<Run | undefined>;
  /** The greatest watermark that a run of that definition made a version of; null where there is none. */
  covered(definition: string): Promise<Instant | null>;
  /** The newest run of the dataset that made a version. */
  lastFinished(dataset: string): Promise<FinishedRun | undefined>;
  start(run: Run, at: Instant): Promise<void>;
  /** Partition states of a definition, in order. */
  states(definition: string): Promise<readonly PartitionState[]>;
  /** Remembers states, and forgets those of partitions that have no rows any more; all or nothing. */
  save(definition: string, states: readonly PartitionState[], gone: readonly Instant[]): Promise<void>;
}

/** Where the warehouse keeps a version by itself. */
export interface StoredPin {
  readonly version: VersionId;
  readonly dataset: string;
  /** The configured name of the source. */
  readonly source: string;
  /** The kept table, as the source's dialect takes it. */
  readonly reference: string;
  /** When the warehouse drops it by itself; null for never. */
  readonly expires: Instant | null;
  readonly created: Instant;
}

export interface Pins {
  find(version: VersionId): Promise<StoredPin | undefined>;
  /** All, by version. */
  list(): Promise<readonly StoredPin[]>;
  /** Adds the version's pin, or says where it is now and until when. */
  record(pin: StoredPin): Promise<void>;
  forget(version: VersionId): Promise<void>;
}

/** A state of the source from which a version was made: where time travel has it when the table has changed. */
export interface StoredMoment extends Past {
  readonly version: VersionId;
  readonly dataset: string;
  /** The configured name of the source. */
  readonly source: string;
  /** The table's reference, as configured. */
  readonly table: string;
}

export interface Moments {
  /** Of a dataset's versions, or of all; the newest moment first. */
  list(dataset?: string): Promise<readonly StoredMoment[]>;
  /** Adds the moment, or moves it on: of snapshots that gave the same version the last one's is kept. */
  record(moment: StoredMoment): Promise<void>;
}

/** Who holds a lock, for messages. */
export interface Holder {
  readonly owner: string;
  readonly host: string;
  readonly pid: number;
  readonly since: Instant;
}

/** A lock as it is held; `beat` goes up while the holder lives. */
export interface HeldLock extends Holder {
  readonly beat: number;
}

export interface Locks {
  /** Takes the lock. @returns who holds it where it is taken, else undefined */
  take(name: string, holder: Holder): Promise<HeldLock | undefined>;
  /** Shows that the holder lives. @returns false where the lock was lost */
  beat(name: string, owner: string): Promise<boolean>;
  release(name: string, owner: string): Promise<void>;
  /** Takes a lock away from a holder that is gone; only where it has not beaten since. */
  breakLock(name: string, owner: string, beat: number): Promise<void>;
}

/** The metadata store. Versions and nodes are only ever added. */
export interface Catalog {
  readonly versions: Versions;
  readonly tags: Tags;
  readonly progress: Progress;
  readonly pins: Pins;
  readonly moments: Moments;
  readonly archives: Archives;
  readonly locks: Locks;
  readonly engineChecks: EngineChecks;
  close(): Promise<void>;
}
