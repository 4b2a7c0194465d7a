import { formatMicros } from '../../src/base/instant.ts';
import type { ColumnType } from '../../src/source/column.ts';
import type { Granularity } from '../../src/source/dialect.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';

const DAY = 86_400_000_000n;
const EPOCH = rawSql("CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9))");
const EPOCH_DAY = rawSql("CAST('1970-01-01' AS DATE)");

/**
 * A constant of the column's own kind, so that Snowflake can leave out micro-partitions. A TIMESTAMP_TZ compares with
 * it as an instant.
 */
export function instant(at: bigint, type: ColumnType): Sql {
  const text = formatMicros(at).replace('T', ' ').replace('Z', '');
  if (type.name === 'timestamptz') return rawSql(`CAST('${text} +00:00' AS TIMESTAMP_LTZ(9))`);
  if (type.name === 'date' && at % DAY === 0n) return rawSql(`CAST('${text.slice(0, 10)}' AS DATE)`);
  return rawSql(`CAST('${text}' AS TIMESTAMP_NTZ(9))`);
}

/** Days since the epoch. */
export function epochDays(value: Sql): Sql {
  return sql`DATEDIFF(DAY, ${EPOCH_DAY}, ${value})`;
}

/**
 * Microseconds since the epoch, as an integer. DATEDIFF counts the microseconds that begin between the two, so that
 * finer digits are floored, before the epoch too.
 */
export function micros(value: Sql, type: ColumnType): Sql {
  if (type.name === 'date') return sql`(${epochDays(value)} * ${rawSql(String(DAY))})`;
  return sql`DATEDIFF(MICROSECOND, ${EPOCH}, ${inUtc(value, type)})`;
}

/** The start of the value's partition, in microseconds since the epoch. */
export function partitionStart(value: Sql, type: ColumnType, granularity: Granularity): Sql {
  const unit = rawSql(granularity.toUpperCase());
  if (type.name === 'date') return micros(sql`DATE_TRUNC(${unit}, ${value})`, type);
  return sql`DATEDIFF(MICROSECOND, ${EPOCH}, DATE_TRUNC(${unit}, ${inUtc(value, type)}))`;
}

/** The date and time in UTC, whatever offset a TIMESTAMP_TZ is written with. */
export function inUtc(value: Sql, type: ColumnType): Sql {
  if (type.name !== 'timestamptz') return value;
  return sql`CAST(CONVERT_TIMEZONE('UTC', ${value}) AS TIMESTAMP_NTZ(9))`;
}
