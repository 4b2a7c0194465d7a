import { TidemarkError } from '../base/errors.ts';
import type { Instant } from '../base/instant.ts';
import type { Catalog, StoredPin } from '../catalog/catalog.ts';
import type { Source } from '../scan/dataset.ts';
import type { Call, Driver, TablePins } from '../source/driver.ts';
import type { VersionId } from '../version/version-id.ts';

/** A version, and the driver that sees its data now. */
export interface Pinnable {
  readonly id: VersionId;
  readonly dataset: string;
  readonly source: Source;
  readonly table: string;
  readonly driver: Driver;
  readonly call: Call;
}

/** @throws pin-unsupported where the source's engine cannot keep a table's state, or was not told where */
export function requirePins({ name, dialect }: Source, driver: Driver): TablePins {
  if (driver.pins) return driver.pins;
  throw new TidemarkError(
    'pin-unsupported',
    `Source "${name}" (${dialect.engine}) cannot keep: pin. BigQuery and Snowflake can, once the source says where (pins).`,
  );
}

/**
 * Has the warehouse keep the table as the driver sees it, and records where. A version that is pinned already is renewed.
 * Whoever calls it has just seen that these are the version's data.
 */
export async function pinVersion(catalog: Catalog, pinnable: Pinnable, now: Instant): Promise<StoredPin> {
  const { id, dataset, source, table, driver, call } = pinnable;
  const pins = requirePins(source, driver);
  const known = await catalog.pins.find(id);
  const renewed = known?.source === source.name ? await pins.renew(known.reference, call) : undefined;
  const pin = renewed ?? (await pins.create(table, pinName(id), call));
  const stored = { version: id, dataset, source: source.name, ...pin, created: now };
  await catalog.pins.record(stored);
  return stored;
}

/** The name of a version's pin: letters, digits and `_`, which every engine takes. The hash in it makes it the only one. */
function pinName(id: VersionId): string {
  return id.replaceAll(/[^A-Za-z0-9]/g, '_');
}
