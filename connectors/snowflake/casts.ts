import { TidemarkError } from '../../src/base/errors.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { columnType } from './types.ts';

/** The native type that each type of the contract is cast to. */
const CONTRACT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    int: 'NUMBER(38,0)',
    double: 'FLOAT',
    bool: 'BOOLEAN',
    string: 'VARCHAR',
    bytes: 'BINARY',
    date: 'DATE',
    timestamp: 'TIMESTAMP_NTZ(6)',
    timestamptz: 'TIMESTAMP_TZ(6)',
    time: 'TIME(6)',
    uuid: 'UUID',
  }),
);

/** @throws column-unsupported where the type is neither the contract's nor a native one that has canonical text */
export function cast(value: Sql, type: string): { readonly value: Sql; readonly native: string } {
  const plain = type.trim();
  const native =
    CONTRACT.get(plain.toLowerCase()) ??
    plain
      .toUpperCase()
      .replace(/^(?:DECIMAL|NUMERIC|NUMBER)\((\d+)(?:,\s?(\d+))?\)$/, (_, p, s) => `NUMBER(${p},${s ?? 0})`);
  if (columnType(native) === undefined || native.includes("'")) {
    throw new TidemarkError(
      'column-unsupported',
      `"${type}" is not a type that Snowflake columns can be cast to: expected int, decimal(p,s), double, bool, string, ` +
        'bytes, date, timestamp, timestamptz, time, uuid, or such a type as Snowflake calls it.',
    );
  }
  return { value: sql`CAST(${value} AS ${rawSql(native)})`, native };
}
