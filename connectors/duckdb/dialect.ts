import { TidemarkError } from '../../src/base/errors.ts';
import type { Column, ColumnType } from '../../src/source/column.ts';
import type { Dialect, Granularity } from '../../src/source/dialect.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { join, type Sql, type SqlValue, sql } from '../../src/source/sql.ts';
import { canonicalText, epochMicros } from './canonical-text.ts';
import { splitReference } from './reference.ts';
import { castTarget, columnType } from './types.ts';

const MICROS: Partial<Record<Granularity, bigint>> = { hour: 3_600_000_000n, day: 86_400_000_000n };
const DAY = 86_400_000_000n;

export const duckdbDialect: Dialect = {
  engine: 'duckdb',
  revision: 1,
  /** CAST(value AS VARCHAR). */
  opaqueExpression: 'cast-varchar/1',

  identifier,
  table: (reference) => join(splitReference(reference).map(identifier), sql`.`),
  /** On lines of its own, so that a comment at its end does not swallow the bracket. */
  filter: (where) => rawSql(`(\n${where}\n)`),
  literal,

  columnType,
  cast(value, type) {
    const native = castTarget(type);
    if (native === undefined) {
      throw new TidemarkError(
        'column-unsupported',
        `"${type}" is not a type that DuckDB columns can be cast to: expected int, decimal(p,s), double, bool, ` +
          'string, bytes, date, timestamp, timestamptz, time, uuid, or the DuckDB name of such a type.',
      );
    }
    return { value: sql`CAST(${value} AS ${rawSql(native)})`, native };
  },

  canonicalText,
  exportValue,

  concat: (texts) =>
    sql`concat(${join(
      texts.map((t) => (typeof t === 'string' ? rawSql(literal(t)) : t)),
      sql`, `,
    )})`,
  sha256: (text) => sql`sha256(${text})`,
  hexDigits: (hash, start, length) =>
    sql`CAST('0x' || substr(${hash}, ${rawSql(`${start + 1}, ${length}`)}) AS BIGINT)`,
  sumText: (value) => sql`CAST(sum(${value}) AS VARCHAR)`,
  modulo: (value, divisor) => sql`(${value} % ${divisor})`,
  text: (value) => sql`CAST(${value} AS VARCHAR)`,

  instant(at, type) {
    if (type.name === 'timestamptz') return sql`make_timestamptz(${at})`;
    if (type.name === 'date' && at % DAY === 0n) return sql`make_date(CAST(${at / DAY} AS INTEGER))`;
    return sql`make_timestamp(${at})`;
  },
  micros,
  partitionStart(value, type, granularity) {
    const at = micros(value, type);
    const unit = MICROS[granularity];
    if (unit !== undefined) return sql`(${at} - ((${at} % ${unit}) + ${unit}) % ${unit})`;
    return sql`epoch_us(date_trunc(${granularity}, make_timestamp(${at})))`;
  },

  /** DuckDB lets WHERE see the aliases of its own SELECT, so the filter stands in one that has none. */
  derived: (columns, from, where) =>
    sql`(SELECT ${join(
      columns.map(([alias, value]) => sql`${value} AS ${identifier(alias)}`),
      sql`, `,
    )} FROM (SELECT * FROM ${from} WHERE ${where}) AS q) AS r`,
};

function identifier(name: string): Sql {
  return rawSql(`"${name.replaceAll('"', '""')}"`);
}

function literal(value: SqlValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  return String(value);
}

/** Parquet has no integers beyond 64 bits and no enums or nested texts of ours: those leave as text. */
function exportValue(value: Sql, column: Column): Sql {
  const { name, native } = column.type;
  const asText = name === 'opaque' || /^(ENUM\(|U?HUGEINT|BIGNUM)/.test(native);
  if (asText) return sql`CAST(${value} AS VARCHAR)`;
  if (native === 'TIME_NS')
    return sql`CAST('00:00:00' AS TIME) + to_microseconds(epoch_ns(${value}) // 1000)`;
  if (native === 'TIMESTAMP_NS') return sql`make_timestamp(${micros(value, column.type)})`;
  if (native === 'TIMESTAMP_S' || native === 'TIMESTAMP_MS') return sql`CAST(${value} AS TIMESTAMP)`;
  return value;
}

function micros(value: Sql, type: ColumnType): Sql {
  return sql`CASE WHEN isfinite(${value}) THEN ${epochMicros(value, type.native)} END`;
}
