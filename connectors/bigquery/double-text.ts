import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';

/** Doubles below this are multiplied by 2^300 first, which makes subnormal ones normal; exactly. */
const SMALL = rawSql('1e-250');
const LIFT = 300;

/**
 * The exact value of a double as text (docs/formats.md, section 1); NULL for NULL. BigQuery does not show a double's
 * bits, so it is scaled by a power of two until 2^52 ≤ M < 2^53; such a scaling is exact, and POW(2, n) is too.
 * LOG may be one off near powers of two, which the scaled value shows.
 */
export function doubleText(value: Sql): Sql {
  const size = sql`ABS(${value})`;
  const lifted = sql`(${size} * POW(2, ${rawSql(String(LIFT))}))`;
  const signed = (text: Sql) => sql`CONCAT(IF(${value} < 0, '-', ''), ${text})`;
  return sql`CASE WHEN ${value} IS NULL THEN NULL WHEN ${value} = 0 THEN '0' WHEN IS_NAN(${value}) THEN 'nan' WHEN IS_INF(${value}) THEN IF(${value} > 0, 'inf', '-inf') WHEN ${size} < ${SMALL} THEN ${signed(scaled(lifted, LIFT))} ELSE ${signed(scaled(size, 0))} END`;
}

/** M, `p` and E of a positive double above `SMALL` that was multiplied by 2^lift. */
function scaled(size: Sql, lift: number): Sql {
  const exponent = sql`(FLOOR(LOG(${size}, 2)) - 52)`;
  const mantissa = sql`(${size} * POW(2, -${exponent}))`;
  const text = (m: Sql, correction: number) =>
    sql`CONCAT(CAST(CAST(${m} AS INT64) AS STRING), 'p', CAST(CAST(${exponent} + ${rawSql(`(${correction - lift})`)} AS INT64) AS STRING))`;
  return sql`CASE WHEN ${mantissa} < 4503599627370496 THEN ${text(sql`${mantissa} * 2`, -1)} WHEN ${mantissa} >= 9007199254740992 THEN ${text(sql`${mantissa} / 2`, 1)} ELSE ${text(mantissa, 0)} END`;
}
