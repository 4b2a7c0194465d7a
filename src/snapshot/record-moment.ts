import type { Catalog, StoredVersion } from '../catalog/catalog.ts';
import type { Dataset, Source } from '../scan/dataset.ts';
import type { Call, Driver } from '../source/driver.ts';

/**
 * Records at which moment the source held the version, where time travel lets it be read at that one later. Not among
 * the facts: those are of the version's making, and a later snapshot of the same data moves the moment on.
 */
export async function recordMoment(
  catalog: Catalog,
  { id, dataset }: StoredVersion,
  { table }: Dataset,
  { name }: Source,
  driver: Driver,
  call: Call,
): Promise<void> {
  const past = await driver.past?.(table, call);
  if (past) await catalog.moments.record({ version: id, dataset, source: name, table, ...past });
}
