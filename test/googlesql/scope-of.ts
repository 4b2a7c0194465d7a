import type { Scope } from '../../src/scan/scope.ts';
import { bindColumns, columnNamed } from '../../src/source/bind-columns.ts';
import { bigqueryType } from '../conformance/bigquery-types.ts';
import type { TestColumn, TestRow } from '../conformance/fixture.ts';
import { dialectOver } from './googlesql-driver.ts';

/** A dataset over the rows, with all columns, by the day of `at`. */
export function scopeOf(
  columns: readonly TestColumn[],
  rows: readonly TestRow[],
  changes: Partial<Scope> = {},
): Scope {
  const dialect = dialectOver(columns, rows);
  const native = columns.map((c) => ({ name: c.name, native: bigqueryType(c.type) }));
  const uuids = columns.filter((c) => c.type === 'uuid').map((c) => [c.name, 'uuid']);
  const bound = bindColumns('t', native, { casts: Object.fromEntries(uuids) }, dialect);
  return {
    dialect,
    table: 't',
    moment: undefined,
    columns: bound,
    ingestion: columnNamed('t', bound, 'at', 'the test'),
    granularity: 'day',
    nulls: 'exclude',
    filter: null,
    mode: { mode: 'append' },
    split: null,
    ...changes,
  };
}
