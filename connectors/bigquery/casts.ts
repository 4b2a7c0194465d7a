import { TidemarkError } from '../../src/base/errors.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { VALUE_ERROR } from '../../src/source/value-error.ts';

/** The contract's types, and BigQuery's by their own names; where both have a name, the contract's meaning. */
const CASTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    int: 'INT64',
    int64: 'INT64',
    decimal: 'BIGNUMERIC',
    numeric: 'NUMERIC',
    bignumeric: 'BIGNUMERIC',
    double: 'FLOAT64',
    float64: 'FLOAT64',
    bool: 'BOOL',
    string: 'STRING',
    bytes: 'BYTES',
    date: 'DATE',
    timestamp: 'DATETIME',
    datetime: 'DATETIME',
    timestamptz: 'TIMESTAMP',
    time: 'TIME',
    uuid: 'UUID',
  }),
);

/** @throws column-unsupported where the type is none that has canonical text */
export function cast(value: Sql, type: string): { readonly value: Sql; readonly native: string } {
  const native = castTarget(type.trim().toLowerCase());
  if (native === undefined) {
    throw new TidemarkError(
      'column-unsupported',
      `"${type}" is not a type that BigQuery columns can be cast to: expected int, decimal, decimal(p,s), double, bool, ` +
        'string, bytes, date, timestamp, timestamptz, time, uuid, or such a type by the name that BigQuery has for it.',
    );
  }
  // BigQuery has no such type: a text in the one form that the contract has for it.
  if (native === 'UUID') return { value: uuid(sql`LOWER(CAST(${value} AS STRING))`), native };
  return { value: sql`CAST(${value} AS ${rawSql(native)})`, native };
}

const UUID = "r'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'";
const NO_UUID = `'${VALUE_ERROR}a value that is cast to uuid is none of 36 characters: correct it, leave such rows out ("where"), or cast the column to string.'`;

/** As other engines: what is no UUID ends the query. */
function uuid(text: Sql): Sql {
  return sql`CASE WHEN ${text} IS NULL OR REGEXP_CONTAINS(${text}, ${rawSql(UUID)}) THEN ${text} ELSE ERROR(${rawSql(NO_UUID)}) END`;
}

function castTarget(type: string): string | undefined {
  const plain = CASTS.get(type);
  if (plain) return plain;
  const [, name, precision, scale = '0'] =
    /^(decimal|numeric|bignumeric)\((\d{1,2})(?:, ?(\d{1,2}))?\)$/.exec(type) ?? [];
  if (name === undefined || precision === undefined) return undefined;
  const [p, s] = [Number(precision), Number(scale)];
  const narrow = name !== 'bignumeric' && s <= 9 && p <= s + 29;
  return narrow ? `NUMERIC(${p}, ${s})` : s <= 38 && p <= s + 38 ? `BIGNUMERIC(${p}, ${s})` : undefined;
}
