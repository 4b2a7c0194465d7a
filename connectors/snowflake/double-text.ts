import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { refusing } from './refusing.ts';

const TWO = rawSql('2::FLOAT');
const INFINITE = rawSql("'inf'::FLOAT");
/** Doubles below this are multiplied by 2^300 first, which makes subnormal ones normal; exactly. */
const SMALL = rawSql("'1e-250'::FLOAT");
/** 2^52 and 2^53. */
const [LEAST, BEYOND] = [rawSql('4503599627370496::FLOAT'), rawSql('9007199254740992::FLOAT')];

/**
 * Sign, M, `p`, E of a double. Snowflake shows no bits, and prints fewer digits than a double has; so it is scaled by
 * a power of two until 2^52 ≤ M < 2^53, which is exact. LOG may be one off near powers of two, which the scaled value
 * shows. That POWER and the cast are exact is looked at for each value: its digits must give it back. Zero, NaN and
 * infinities are NULL where the arithmetic is, which a server may do for an arm of a CASE that is not taken. In
 * Snowflake NaN = NaN, and is greater than infinity.
 */
export function doubleText(value: Sql, column: string): Sql {
  const size = sql`ABS(${value})`;
  const lifted = sql`${size} < ${SMALL}`;
  const x = sql`IFF(${size} > 0 AND ${size} < ${INFINITE}, ${size}, NULL) * IFF(${lifted}, POWER(${TWO}, 300), 1)`;
  // Never off by more than one, so between 2^51 and 2^54.
  const exponent = sql`(FLOOR(LOG(2, ${x})) - 52)`;
  const mantissa = sql`(${x}) * POWER(${TWO}, -${exponent})`;
  const correction = sql`CASE WHEN ${mantissa} < ${LEAST} THEN -1 WHEN ${mantissa} >= ${BEYOND} THEN 1 ELSE 0 END`;
  const corrected = sql`(${exponent} + ${correction})`;
  const digits = sql`CAST((${x}) * POWER(${TWO}, -${corrected}) AS NUMBER(38, 0))`;
  const sign = sql`IFF(${value} < 0, '-', '')`;
  const shown = sql`CAST(${corrected} - IFF(${lifted}, 300, 0) AS NUMBER(38, 0))`;
  const text = refusing(
    sql`${sign} || TO_VARCHAR(${digits}) || 'p' || TO_VARCHAR(${shown})`,
    sql`CAST(${digits} AS FLOAT) * POWER(${TWO}, ${corrected}) <> ${x}`,
    `column "${column}" holds a double that Snowflake did not scale exactly: leave the column out, or cast it.`,
  );
  return sql`CASE WHEN ${value} = 0 THEN '0' WHEN ${value} = 'NaN'::FLOAT THEN 'nan' WHEN ${value} = ${INFINITE} THEN 'inf' WHEN ${value} = '-inf'::FLOAT THEN '-inf' ELSE ${text} END`;
}
