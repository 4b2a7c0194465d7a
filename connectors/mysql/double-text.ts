import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';

/** Doubles below this are multiplied by 2^LIFT first, which makes subnormal ones normal; exactly. */
const SMALL = rawSql('1e-250');
const LIFT = 300n;

/**
 * Sign, M, `p`, E of a double. Neither server shows a double's bits, so it is scaled by a power of two until
 * 2^52 ≤ M < 2^53; such a scaling is exact, and POW(2, n) is too. LOG2 may be one off near powers of two, which
 * the scaled value shows. Neither server stores infinities or NaN.
 */
export function doubleText(value: Sql): Sql {
  const size = sql`ABS(${value})`;
  const lifted = sql`(${size} * POW(2, ${LIFT}))`;
  return sql`CASE WHEN ${value} = 0 THEN '0' WHEN ${size} < ${SMALL} THEN CONCAT(${sign(value)}, ${scaled(lifted, LIFT)}) ELSE CONCAT(${sign(value)}, ${scaled(size, 0n)}) END`;
}

function sign(value: Sql): Sql {
  return sql`IF(${value} < 0, '-', '')`;
}

/** M and E of a positive double above `SMALL`, which was lifted by a power of two. */
function scaled(size: Sql, lift: bigint): Sql {
  const exponent = sql`(FLOOR(LOG2(${size})) - 52)`;
  const mantissa = sql`(${size} * POW(2, -${exponent}))`;
  const text = (m: Sql, correction: bigint) =>
    sql`CONCAT(CAST(${m} AS SIGNED), 'p', CAST(${exponent} + ${correction - lift} AS SIGNED))`;
  return sql`CASE WHEN ${mantissa} < 4503599627370496 THEN ${text(sql`${mantissa} * 2`, -1n)} WHEN ${mantissa} >= 9007199254740992 THEN ${text(sql`${mantissa} / 2`, 1n)} ELSE ${text(mantissa, 0n)} END`;
}
