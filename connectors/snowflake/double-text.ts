import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { raise } from './raise.ts';

const float = (text: string) => rawSql(`CAST('${text}' AS FLOAT)`);
/** Doubles below this are multiplied by 2^LIFT first, which makes subnormal ones normal; exactly. */
const SMALL = float('1e-250');
const LIFT = 300;
const [LEAST, BEYOND] = [float('4503599627370496'), float('9007199254740992')];

/**
 * Sign, M, `p`, E of a double. Snowflake shows no bits, and prints fewer digits than a double has; so it is scaled by
 * a power of two until 2^52 ≤ M < 2^53, which is exact. LOG may be one off near powers of two, which the scaled value
 * shows. That POWER and the cast were exact is looked at for each value: M must come back from its digits, and from M
 * the double; else the query ends. In Snowflake NaN = NaN.
 */
export function doubleText(value: Sql, column: string): Sql {
  const size = sql`ABS(${value})`;
  const lifted = sql`(${size} * POWER(${float('2')}, ${rawSql(String(LIFT))}))`;
  const sign = sql`CASE WHEN ${value} < 0 THEN '-' ELSE '' END`;
  const scaledText = (v: Sql, lift: number) => sql`${sign} || ${scaled(v, lift, column)}`;
  return sql`CASE WHEN ${value} = 0 THEN '0' WHEN ${value} = ${float('NaN')} THEN 'nan' WHEN ${value} = ${float('inf')} THEN 'inf' WHEN ${value} = ${float('-inf')} THEN '-inf' WHEN ${size} < ${SMALL} THEN ${scaledText(lifted, LIFT)} ELSE ${scaledText(size, 0)} END`;
}

/** M and E of a positive double above `SMALL`, which was lifted by a power of two. */
function scaled(size: Sql, lift: number, column: string): Sql {
  const exponent = sql`(FLOOR(LOG(2, ${size})) - 52)`;
  const mantissa = sql`(${size} * POWER(${float('2')}, -${exponent}))`;
  const text = (m: Sql, correction: number) => {
    const digits = sql`CAST(${m} AS NUMBER(38, 0))`;
    const shift = rawSql(String(correction - lift));
    return sql`CASE WHEN CAST(${digits} AS FLOAT) * POWER(${float('2')}, ${exponent} + ${rawSql(String(correction))}) = ${size} THEN TO_VARCHAR(${digits}) || 'p' || TO_VARCHAR(CAST(${exponent} + ${shift} AS NUMBER(38, 0))) ELSE ${raise(sql`TO_VARCHAR(${size})`, `column "${column}" holds a double that Snowflake did not scale exactly.`)} END`;
  };
  return sql`CASE WHEN ${mantissa} < ${LEAST} THEN ${text(sql`${mantissa} * 2`, -1)} WHEN ${mantissa} >= ${BEYOND} THEN ${text(sql`${mantissa} / 2`, 1)} ELSE ${text(mantissa, 0)} END`;
}
