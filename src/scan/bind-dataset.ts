import { TidemarkError } from '../base/errors.ts';
import type { Instant } from '../base/instant.ts';
import { allRows } from '../source/all-rows.ts';
import { bindColumns, columnNamed } from '../source/bind-columns.ts';
import type { Column } from '../source/column.ts';
import type { Dialect } from '../source/dialect.ts';
import type { Call, Driver } from '../source/driver.ts';
import { join, sql } from '../source/sql.ts';
import type { Split } from '../split/split.ts';
import type { RowMode } from '../version/manifest.ts';
import type { Dataset } from './dataset.ts';
import { beforeSql, checkScope, type Scope, tableSql, whereSql } from './scope.ts';

/**
 * The dataset bound to its table as the driver sees it: every column that it names is found, typed, and fit
 * for its use.
 */
export async function bindDataset(
  dataset: Dataset,
  dialect: Dialect,
  driver: Driver,
  call: Call,
): Promise<Scope> {
  const { table } = dataset;
  const columns = bindColumns(table, await driver.columns(table, call), dataset.columns, dialect);
  const name = (wanted: string, use: string) => columnNamed(table, columns, wanted, use).name;
  const scope = checkScope({
    dialect,
    table,
    moment: await driver.moment(call),
    columns,
    ingestion: columnNamed(table, columns, dataset.ingestion.column, 'the ingestion setting'),
    granularity: dataset.ingestion.granularity,
    nulls: dataset.ingestion.nulls,
    filter: dataset.where,
    mode: bindMode(dataset.rows, name),
    split: bindSplit(dataset.split, name),
  });
  await probe(dataset.name, scope, driver, call);
  return scope;
}

/**
 * Asks for no row, so that a missing right and a wrong condition are found before anything is counted; where the
 * warehouse charges for what a query names, only what it would read. With a bound for the ingestion column, without
 * which some tables answer nothing.
 */
async function probe(dataset: string, scope: Scope, driver: Driver, call: Call): Promise<void> {
  const names = join(
    scope.columns.map((c) => scope.dialect.identifier(c.source)),
    sql`, `,
  );
  const ask = (filter: string | null) => {
    const where = whereSql({ ...scope, filter }, [sql`1 = 0`, beforeSql(scope, FIRST)]);
    const query = sql`SELECT ${names} FROM ${tableSql(scope)} WHERE ${where}`;
    return driver.estimate ? driver.estimate(query, call) : allRows(driver.rows(query, call));
  };
  try {
    await ask(scope.filter);
  } catch (error) {
    if (scope.filter === null || !(error instanceof TidemarkError) || error.code !== 'source-invalid')
      throw error;
    await ask(null);
    const message = `Dataset "${dataset}": the source refuses its "where": ${error.message}`;
    throw new TidemarkError('source-invalid', message, { cause: error });
  }
}

/** Before all data. */
const FIRST = '0001-01-01T00:00:00Z' as Instant;

/** The columns whose texts the dataset casts, by manifest name. */
export function castsOf(columns: readonly Column[]): Record<string, string> {
  return Object.fromEntries(columns.flatMap((c) => (c.cast === undefined ? [] : [[c.name, c.cast]])));
}

type NameColumn = (wanted: string, use: string) => string;

function bindMode(mode: RowMode, name: NameColumn): RowMode {
  if (mode.mode === 'append') return mode;
  return {
    mode: 'latest',
    key: mode.key.map((column) => name(column, 'the row key')),
    tombstone: mode.tombstone === null ? null : name(mode.tombstone, 'the row mode'),
  };
}

function bindSplit(split: Split | null, name: NameColumn): Split | null {
  if (split === null) return null;
  if (split.algorithm === 'time-v1') return { ...split, column: name(split.column, 'the split') };
  return { ...split, key: split.key.map((column) => name(column, 'the split key')) };
}
