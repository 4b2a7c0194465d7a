import { formatMicros } from '../../src/base/instant.ts';
import type { ColumnType } from '../../src/source/column.ts';
import type { Granularity } from '../../src/source/dialect.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';

const DAY = 86_400_000_000n;

/** A constant of the column's own kind, so that an index serves and partitions are pruned. */
export function instant(at: bigint, type: ColumnType): Sql {
  const text = formatMicros(at).replace('T', ' ').replace('Z', '');
  if (type.name === 'timestamptz') return rawSql(`TIMESTAMPTZ '${text}+00'`);
  if (type.name === 'date' && at % DAY === 0n) return rawSql(`DATE '${text.slice(0, 10)}'`);
  return rawSql(`TIMESTAMP '${text}'`);
}

/**
 * Microseconds since the epoch of a value that may be infinite (then NULL). date_part gives a double: within
 * 2^51 microseconds of the epoch its product by a million is less than half off, so that the cast, which
 * rounds, is exact, and twice as fast as extract, which counts in numeric from Postgres 14 on.
 */
export function micros(value: Sql, type: ColumnType): Sql {
  if (type.name === 'date') {
    return sql`CASE WHEN isfinite(${value}) THEN (${value} - DATE '1970-01-01') * ${rawSql(String(DAY))} END`;
  }
  const low = instant(-2_208_988_800_000_000n, type);
  const high = instant(2_240_524_800_000_000n, type);
  return sql`CASE WHEN ${value} >= ${low} AND ${value} < ${high} THEN CAST(date_part('epoch', ${value}) * 1000000 AS bigint) WHEN isfinite(${value}) THEN ${seconds(value, 'minute')} * 1000000 + CAST(date_part('microseconds', ${value}) AS bigint) END`;
}

/** The start of the value's partition in microseconds since the epoch; NULL where infinite. */
export function partitionStart(value: Sql, type: ColumnType, granularity: Granularity): Sql {
  const stamp = type.name === 'date' ? sql`CAST(${value} AS timestamp)` : value;
  // A cast to date, in the session's UTC, takes half the time of cutting a timestamp off.
  const start =
    granularity === 'day'
      ? sql`(CAST(${value} AS date) - DATE '1970-01-01') * ${rawSql(String(DAY))}`
      : sql`${seconds(stamp, granularity)} * 1000000`;
  return sql`CASE WHEN isfinite(${value}) THEN ${start} END`;
}

/** Whole seconds since the epoch up to the start of the unit that the value is in; exact in a double. */
function seconds(value: Sql, unit: Granularity | 'minute'): Sql {
  return sql`CAST(date_part('epoch', date_trunc(${rawSql(`'${unit}'`)}, ${value})) AS bigint)`;
}
