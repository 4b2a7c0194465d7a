import { createHash } from 'node:crypto';
import { objectKey } from '../archive/layout.ts';
import { throwIfCancelled } from '../base/cancelled.ts';
import type { Clock } from '../base/clock.ts';
import { TidemarkError } from '../base/errors.ts';
import type { ArchivedObject, StoredArchive } from '../catalog/archives.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { withLock } from '../catalog/with-lock.ts';
import type { Store, StoredFile } from '../store/store.ts';
import { STORE_LOCK } from './store-lock.ts';
import { storeUse } from './store-use.ts';

/**
 * - missing: the catalog knows it, the store has it not
 * - torn: it has another length
 * - damaged: it has other bytes; found only where bytes are read
 */
type Fault = 'missing' | 'torn' | 'damaged';

/** An object that cannot be relied on. */
export interface FaultyObject {
  readonly fault: Fault;
  readonly key: string;
  readonly sha256: string;
  /** The versions that need it; none where no archived version does. */
  readonly versions: readonly StoredArchive[];
}

/** What a store holds, against what the catalog says. */
export interface StoreCheck {
  readonly objects: number;
  readonly bytes: bigint;
  readonly faulty: readonly FaultyObject[];
  /** Objects that no archived version needs. */
  readonly unused: readonly ArchivedObject[];
  /** Files that this catalog does not know: another's, or somebody's. */
  readonly foreign: readonly StoredFile[];
  /** What writes left behind that were killed, or that go on. */
  readonly partial: readonly StoredFile[];
}

export interface CheckOptions {
  /** Read every byte, not lengths alone. */
  readonly readData: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: ((done: { readonly objects: number; readonly total: number }) => void) | undefined;
}

/** Holds the store against the catalog. Changes nothing. */
export async function checkStore(
  catalog: Catalog,
  store: Store,
  { readData, signal, onProgress }: CheckOptions,
): Promise<StoreCheck> {
  const files = new Map<string, StoredFile>();
  for await (const file of store.list('', signal)) files.set(file.key, file);
  // After the listing: what was added meanwhile is known then.
  const [objects, use] = [await catalog.archives.objects(), await storeUse(catalog)];
  const faulty: FaultyObject[] = [];
  let done = 0;
  for (const object of objects) {
    onProgress?.({ objects: done++, total: objects.length });
    const key = objectKey(object.sha256);
    const fault = await faultOf(store, object, files.get(key), readData, signal);
    if (fault) faulty.push({ fault, key, sha256: object.sha256, versions: use.get(object.sha256) ?? [] });
  }
  const known = new Set(objects.map(({ sha256 }) => objectKey(sha256)));
  return {
    objects: objects.length,
    bytes: objects.reduce((total, o) => total + o.bytes, 0n),
    faulty,
    unused: objects.filter(({ sha256 }) => !use.has(sha256)),
    foreign: [...files.values()].filter((f) => !f.partial && !known.has(f.key)),
    partial: [...files.values()].filter((f) => f.partial),
  };
}

async function faultOf(
  store: Store,
  object: ArchivedObject,
  file: StoredFile | undefined,
  readData: boolean,
  signal: AbortSignal,
): Promise<Fault | undefined> {
  const bytes = file?.bytes ?? (await store.size(objectKey(object.sha256), signal));
  if (bytes === undefined) return 'missing';
  if (bytes !== object.bytes) return 'torn';
  return readData && (await sumOf(store, object, signal)) !== object.sha256 ? 'damaged' : undefined;
}

async function sumOf(
  store: Store,
  { sha256 }: ArchivedObject,
  signal: AbortSignal,
): Promise<string | undefined> {
  const sum = createHash('sha256');
  try {
    for await (const chunk of await store.read(objectKey(sha256), undefined, signal))
      sum.update(chunk as Buffer);
    return sum.digest('hex');
  } catch (error) {
    // A store that looks at its bytes itself.
    if (error instanceof TidemarkError && error.code === 'object-damaged') return undefined;
    throw error;
  }
}

/** How long a write may be unfinished before it counts as one that was killed, in milliseconds. */
const STALE_MS = 24 * 3_600_000;

interface PruneOptions {
  readonly clock: Clock;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

/**
 * Removes what no archived version of this catalog needs, and what killed writes left behind a day ago and longer.
 * @returns what was removed, or would be
 */
export async function pruneStore(
  catalog: Catalog,
  store: Store,
  { clock, dryRun, signal: given }: PruneOptions,
): Promise<{ readonly objects: readonly ArchivedObject[]; readonly partial: readonly StoredFile[] }> {
  const locking = { clock, signal: given, onWait: () => {} };
  return withLock(catalog.locks, STORE_LOCK, locking, async (signal) => {
    const { unused, partial } = await checkStore(catalog, store, { readData: false, signal });
    const now = Date.parse(clock());
    const stale = partial.filter((file) => now - Date.parse(file.changed) > STALE_MS);
    if (!dryRun) {
      for (const { sha256 } of unused) {
        throwIfCancelled(signal, 'removing objects');
        // First forgotten, so that nobody relies on it while it goes.
        await catalog.archives.drop(sha256);
        await store.remove(objectKey(sha256), signal);
      }
      for (const { key } of stale) await store.remove(key, signal);
    }
    return { objects: unused, partial: stale };
  });
}
