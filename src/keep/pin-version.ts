import { TidemarkError } from '../base/errors.ts';
import type { Instant } from '../base/instant.ts';
import type { Catalog, StoredPin } from '../catalog/catalog.ts';
import type { Source } from '../scan/dataset.ts';
import type { CopiedPins, Driver, TablePins } from '../source/driver.ts';
import { copyVersion } from './copy-version.ts';
import { type Pinnable, pinName } from './pinnable.ts';

/** @throws pin-unsupported where the source's engine cannot keep a table's state, or was not told where */
export function requirePins({ name, dialect }: Source, driver: Driver): TablePins | CopiedPins {
  if (driver.pins) return driver.pins;
  const why =
    dialect.engine === 'sqlite'
      ? 'A SQLite file is read as it is; copy the file to keep it.'
      : 'Say where in the source’s settings: pins.';
  throw new TidemarkError('pin-unsupported', `Source "${name}" (${dialect.engine}) cannot keep: pin. ${why}`);
}

/**
 * Has the warehouse keep the version as the driver sees it, and records where. A version that is pinned already is
 * renewed. Whoever calls it has just seen that these are the version's data; a copy, which may see other data, is proven.
 */
export async function pinVersion(catalog: Catalog, pinnable: Pinnable, now: Instant): Promise<StoredPin> {
  const { version, source, scope, driver, call } = pinnable;
  const pins = requirePins(source, driver);
  const known = await catalog.pins.find(version.id);
  const renewed = known?.source === source.name ? await pins.renew(known.reference, call) : undefined;
  const made = () =>
    'copy' in pins ? copyVersion(pins, pinnable) : pins.create(scope.table, pinName(version.id), call);
  const stored = {
    version: version.id,
    dataset: version.dataset,
    source: source.name,
    ...(renewed ?? (await made())),
    created: now,
  };
  await catalog.pins.record(stored);
  return stored;
}
