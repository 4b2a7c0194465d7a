import type { Instant } from '../base/instant.ts';
import type { Catalog, FinishedRun } from '../catalog/catalog.ts';
import type { Dataset } from '../scan/dataset.ts';
import type { Call, Driver, Hint } from '../source/driver.ts';

/** What the source says of the table's changes: of a state at the driver's moment or before it. */
export interface Told extends Said {
  /** The last finished run of the dataset, whatever its definition. */
  readonly last: FinishedRun | undefined;
  /**
   * What it said once the moment was fixed, where that may be another state: then only what both agree on was so at
   * the moment. Undefined where nothing changed in between.
   */
  readonly later?: Said | undefined;
}

interface Said {
  readonly token: string | undefined;
  readonly hint: Hint | undefined;
}

/**
 * Asks before the driver's moment is fixed. Under `recheck: hints` partitions are asked about only where the source does
 * not say that the whole table is as the last snapshot left it.
 * @param watermark of the snapshot; partitions that no snapshot has looked at are asked about
 */
export async function askChanges(
  catalog: Catalog,
  { name, table, ingestion }: Dataset,
  driver: Driver,
  call: Call,
  full: boolean,
  watermark: Instant,
): Promise<Told> {
  const token = await driver.changeToken(table, call);
  const last = await catalog.progress.lastFinished(name);
  const unchanged = !full && token !== undefined && token === last?.token && watermark <= last.watermark;
  const hint = ingestion.recheck.by === 'hints' && !unchanged ? await driver.hint?.(table, call) : undefined;
  return { token, hint, last };
}

/**
 * Asks again after the moment was fixed. Somebody may have written in between: what was said before then holds for some
 * partitions and not for others, and a version of both would be of no moment at all.
 */
export async function confirmChanges(told: Told, table: string, driver: Driver, call: Call): Promise<Told> {
  const { token, hint } = told;
  if (token === undefined && !hint?.partitions) return told;
  const now = await driver.changeToken(table, call);
  if (now !== undefined && now === token) return told;
  return { ...told, later: { token: now, hint: hint && (await driver.hint?.(table, call)) } };
}
