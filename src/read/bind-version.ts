import { TidemarkError } from '../base/errors.ts';
import type { StoredVersion } from '../catalog/catalog.ts';
import { checkScope, type Scope } from '../scan/scope.ts';
import { bindColumns, columnNamed } from '../source/bind-columns.ts';
import { schemaEntry } from '../source/column.ts';
import type { Dialect } from '../source/dialect.ts';
import type { Call, Driver } from '../source/driver.ts';
import { jcs } from '../version/jcs.ts';
import type { Manifest } from '../version/manifest.ts';

/**
 * A version bound to the table as the driver sees it: the manifest says which columns, and as what.
 * @throws drift where the table no longer has a column of the version, or has it with another type
 */
export async function bindVersion(
  version: StoredVersion,
  manifest: Manifest,
  table: string,
  dialect: Dialect,
  driver: Driver,
  call: Call,
): Promise<Scope> {
  const native = await driver.columns(table, call);
  const names = manifest.schema.map((c) => c.name);
  const there = new Set(native.flatMap((c) => [c.name, c.name.toLowerCase()]));
  const gone = names.filter((name) => !there.has(name));
  if (gone.length > 0) throw drifted(version, table, `no longer has column ${gone.join(', ')}`);
  const columns = bindColumns(
    table,
    native,
    {
      include: names,
      opaque: manifest.schema.filter((c) => c.type === 'opaque').map((c) => c.name),
      floor: manifest.schema.filter((c) => c.floored).map((c) => c.name),
      casts: version.facts.source.casts,
    },
    dialect,
  );
  columns.forEach((column, i) => {
    const [is, was] = [jcs(schemaEntry(column)), jcs(manifest.schema[i])];
    if (is !== was)
      throw drifted(version, table, `has column "${column.name}" as ${is}, the version as ${was}`);
  });
  return checkScope({
    dialect,
    table,
    moment: await driver.moment(call),
    columns,
    ingestion: columnNamed(table, columns, manifest.ingestion.column, 'the version'),
    granularity: manifest.ingestion.granularity,
    nulls: manifest.ingestion.nulls,
    filter: manifest.filter,
    mode: manifest.rows,
    split: manifest.split,
  });
}

/** As `bindVersion`, of a pin, whose rows the dataset's filter need not, and maybe cannot, be applied to again. */
export function bindPin(
  version: StoredVersion,
  manifest: Manifest,
  table: string,
  dialect: Dialect,
  driver: Driver,
  call: Call,
): Promise<Scope> {
  const bound = driver.pinsAreFiltered ? { ...manifest, filter: null } : manifest;
  return bindVersion(version, bound, table, dialect, driver, call);
}

function drifted(version: StoredVersion, table: string, how: string): TidemarkError {
  return new TidemarkError(
    'drift',
    `Version ${version.id} can no longer be read from table ${table}: the table ${how}.`,
  );
}
