import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { objectKey } from '../archive/layout.ts';
import { archiveIncomplete, locate, notWhole } from '../archive/locate.ts';
import type { StoredArchive } from '../catalog/archives.ts';
import type { Catalog, Holder, StoredVersion } from '../catalog/catalog.ts';
import { withLock } from '../catalog/with-lock.ts';
import type { PartitionEntry } from '../partition/late-rows.ts';
import type { OpenedVersion, ReadDependencies, ReadTarget } from '../read/open-version.ts';
import { partitionsOf } from '../read/verify.ts';
import type { Dialect } from '../source/dialect.ts';
import type { Store } from '../store/store.ts';
import { parseManifest } from '../version/manifest.ts';
import { type Archived, type ArchiveTools, archiveVersion } from './archive-version.ts';
import { STORE_LOCK } from './store-lock.ts';

export interface ArchiveOptions {
  readonly store: Store;
  /** DuckDB's. */
  readonly dialect: Dialect;
  /** Folder for what lies between; nothing stays in it. */
  readonly scratch: string;
  /** SHA-256s of objects that are not to be relied on. One that is written anew is taken out. */
  readonly bad?: Set<string> | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: ArchiveTools['onProgress'];
  /** Told when another process archives the same dataset. */
  readonly onWait?: ((holder: Holder) => void) | undefined;
}

export interface ArchiveResult {
  readonly archive: StoredArchive;
  readonly written: Archived;
  /** What the store calls itself. */
  readonly place: string;
}

/** Archives a version that is open where it is. One at a time for each dataset. */
export function archiveOpened(
  { catalog, clock }: ReadDependencies,
  version: StoredVersion,
  opened: OpenedVersion,
  { store, dialect, scratch, bad, signal: given, onProgress, onWait }: ArchiveOptions,
): Promise<ArchiveResult> {
  const locking = { clock, signal: given, onWait: onWait ?? (() => {}) };
  return withLock(catalog.locks, `archive ${version.dataset}`, locking, async (signal) => {
    const folder = await mkdtemp(path.join(scratch, '.tidemark-archive-'));
    try {
      const partitions = await partitionsOf(catalog, opened.manifest);
      const tools = { catalog, store, dialect, bad, folder, onProgress };
      const call = { ...opened.call, signal };
      for (let again = MOST_ATTEMPTS; ; again--) {
        const made = await archiveVersion(version, { ...opened, call }, partitions, tools);
        const archive = { ...made.archive, created: clock() };
        const left = await withLock(catalog.locks, STORE_LOCK, { ...locking, signal, onWait: () => {} }, () =>
          recordWhole(catalog, store, archive, partitions, made.replaced, signal),
        );
        if (left === 0) return { archive, written: made.written, place: store.place };
        if (again === 1) throw archiveIncomplete(version.id, store, left);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** How often what was removed meanwhile is brought again. */
const MOST_ATTEMPTS = 3;

/** Records the archive, unless something of it was removed while the rest was brought. @returns how much lacks */
async function recordWhole(
  catalog: Catalog,
  store: Store,
  archive: StoredArchive,
  partitions: readonly PartitionEntry[],
  replaced: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<number> {
  for (const sha256 of replaced) {
    if (await catalog.archives.dropEmpty(sha256)) await store.remove(objectKey(sha256), signal);
  }
  const located = await locate(catalog.archives, archive.layout, partitions);
  const unknown = partitions.filter((p) => !located.objectOf(p)).length;
  const lacking = unknown + (await notWhole(store, located.objects, signal)).length;
  if (lacking === 0) await catalog.archives.record(archive);
  return lacking;
}

/** What is there, where it is whole: its source need not be asked then. */
export async function archivedAlready(
  { catalog }: ReadDependencies,
  { version }: ReadTarget,
  { store, bad, signal }: ArchiveOptions,
): Promise<ArchiveResult | undefined> {
  const archive = await catalog.archives.find(version.id);
  if (!archive) return undefined;
  const partitions = await partitionsOf(catalog, parseManifest(version.manifest));
  const located = await locate(catalog.archives, archive.layout, partitions);
  if (partitions.some((p) => !located.objectOf(p))) return undefined;
  if (located.objects.some(({ sha256 }) => bad?.has(sha256))) return undefined;
  if ((await notWhole(store, located.objects, signal)).length > 0) return undefined;
  return { archive, written: { partitions: 0, objects: 0, bytes: 0n }, place: store.place };
}
