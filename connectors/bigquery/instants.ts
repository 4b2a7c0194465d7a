import { formatMicros } from '../../src/base/instant.ts';
import type { ColumnType } from '../../src/source/column.ts';
import type { Granularity } from '../../src/source/dialect.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';

/**
 * A constant of the column's own type: a literal, so that the filter on the partitioning column prunes partitions.
 * @param at microseconds since the epoch
 */
export function instant(at: bigint, type: ColumnType): Sql {
  const text = formatMicros(at).replace('T', ' ').replace('Z', '');
  if (type.name === 'date') return sql`DATE ${rawSql(`'${text.slice(0, 10)}'`)}`;
  const stamp = rawSql(`'${text}'`);
  return type.name === 'timestamp' ? sql`DATETIME ${stamp}` : sql`TIMESTAMP ${rawSql(`'${text}+00'`)}`;
}

/** Microseconds since the epoch; BigQuery has no infinite timestamps. */
export function micros(value: Sql, type: ColumnType): Sql {
  if (type.name === 'timestamp')
    return sql`DATETIME_DIFF(${value}, DATETIME '1970-01-01 00:00:00', MICROSECOND)`;
  if (type.name === 'date') return sql`(UNIX_DATE(${value}) * 86400000000)`;
  return sql`UNIX_MICROS(${value})`;
}

/** The start of the value's partition in microseconds since the epoch. */
export function partitionStart(value: Sql, type: ColumnType, granularity: Granularity): Sql {
  const unit = rawSql(granularity.toUpperCase());
  const start =
    type.name === 'date'
      ? sql`DATE_TRUNC(${value}, ${unit})`
      : type.name === 'timestamp'
        ? sql`DATETIME_TRUNC(${value}, ${unit})`
        : sql`TIMESTAMP_TRUNC(${value}, ${unit})`;
  return micros(start, type);
}
