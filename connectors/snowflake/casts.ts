import { TidemarkError } from '../../src/base/errors.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { refusing } from './refusing.ts';
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
  }),
);

/** @throws column-unsupported where the type is neither the contract's nor a native one that has canonical text */
export function cast(value: Sql, type: string): { readonly value: Sql; readonly native: string } {
  const plain = type.trim();
  if (/^uuid$/i.test(plain)) return { value: uuid(value), native: 'UUID' };
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

/** As text: not every account has the type. */
function uuid(value: Sql): Sql {
  const text = sql`LOWER(TO_VARCHAR(${value}))`;
  const digits = (count: number) => `[0-9a-f]{${count}}`;
  const pattern = rawSql(`'${[8, 4, 4, 4, 12].map(digits).join('-')}'`);
  const what = 'a value that is cast to uuid is not written as one, in 8-4-4-4-12 hex digits.';
  return sql`(${refusing(text, sql`NOT REGEXP_LIKE(${text}, ${pattern})`, what)})`;
}
