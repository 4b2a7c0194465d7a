import type { Instant } from '../base/instant.ts';
import type { StoredArchive } from '../catalog/archives.ts';
import type { Catalog, StoredMoment, StoredPin, StoredVersion } from '../catalog/catalog.ts';
import type { VersionId } from '../version/version-id.ts';
import { heldMoments } from './held-moments.ts';

/** What is recorded to hold a version beside its source as it is now. */
export interface Holdings {
  readonly archive: StoredArchive | null;
  /** Also one whose time is over. */
  readonly pin: StoredPin | null;
  /** Where time travel has it, until when at least. */
  readonly past: StoredMoment | null;
}

/** Of versions of one dataset, by what the catalog has recorded: no warehouse and no store is asked. */
export async function holdingsOf(
  catalog: Catalog,
  dataset: string,
  versions: readonly StoredVersion[],
  now: Instant,
): Promise<(id: VersionId) => Holdings> {
  const archives = new Map((await catalog.archives.list()).map((a) => [a.version, a]));
  const pins = new Map((await catalog.pins.list()).map((p) => [p.version, p]));
  const moments = await heldMoments(catalog, dataset, versions, now);
  return (id) => ({
    archive: archives.get(id) ?? null,
    pin: pins.get(id) ?? null,
    past: moments.get(id) ?? null,
  });
}

/** The pin, unless its time is over. */
export function livePin({ pin }: Holdings, now: Instant): StoredPin | null {
  return pin && (pin.expires === null || pin.expires > now) ? pin : null;
}
