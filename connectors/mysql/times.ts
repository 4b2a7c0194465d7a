import type { ColumnType } from '../../src/source/column.ts';
import type { Granularity } from '../../src/source/dialect.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';

const EPOCH = rawSql("TIMESTAMP'1970-01-01 00:00:00'");
const YEAR_ONE = rawSql("TIMESTAMP'0001-01-01 00:00:00'");
const DAY = 86_400_000_000n;

/**
 * Whether a date is one of the calendar. Both servers also store 0000-00-00, days and months that are zero,
 * years before 1 and, where told to, the 31st of February.
 */
export function isReal(value: Sql, type: ColumnType): Sql {
  const known = sql`${value} >= ${YEAR_ONE}`;
  if (type.name === 'timestamptz') return known;
  return sql`(${known} AND MONTH(${value}) > 0 AND DAYOFMONTH(${value}) > 0 AND DAYOFMONTH(${value}) <= DAYOFMONTH(LAST_DAY(${value})))`;
}

/** Days since the epoch, of a real date. */
export function epochDays(value: Sql): Sql {
  return sql`(TO_DAYS(${value}) - 719528)`;
}

/** Microseconds since the epoch, of a real date or time; the session's zone is UTC. */
export function epochMicros(value: Sql): Sql {
  return sql`TIMESTAMPDIFF(MICROSECOND, ${EPOCH}, ${value})`;
}

/** The start of a real date's partition, in microseconds since the epoch. */
export function startMicros(value: Sql, granularity: Granularity): Sql {
  const days = epochDays(value);
  switch (granularity) {
    case 'hour':
      return sql`(${days} * ${DAY} + HOUR(${value}) * 3600000000)`;
    case 'day':
      return sql`(${days} * ${DAY})`;
    case 'month':
      return sql`((${days} - DAYOFMONTH(${value}) + 1) * ${DAY})`;
    case 'year':
      return sql`((${days} - DAYOFYEAR(${value}) + 1) * ${DAY})`;
  }
}

/** A literal, which both servers compare with columns of any such type as a point in time. */
export function instantLiteral(micros: bigint, type: ColumnType): Sql {
  const seconds = (micros - (((micros % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n;
  const [day = '', rest = ''] = new Date(Number(seconds) * 1000).toISOString().split('T');
  if (type.name === 'date' && micros % DAY === 0n) return rawSql(`DATE'${day}'`);
  const fraction = String(micros - seconds * 1_000_000n).padStart(6, '0');
  return rawSql(`TIMESTAMP'${day} ${rest.slice(0, 8)}.${fraction}'`);
}
