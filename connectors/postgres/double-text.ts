import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';

/** 2^54, which lifts every subnormal double into the normal range, exactly. */
const LIFT = rawSql("double precision '18014398509481984'");
const SMALLEST_NORMAL = rawSql("double precision '2.2250738585072014e-308'");

/** The exact value of a double as text (docs/formats.md, section 1); NULL for NULL. In Postgres NaN = NaN. */
export function doubleText(value: Sql): Sql {
  const normal = mantissaAndExponent(value, sql`1075`);
  const subnormal = mantissaAndExponent(sql`(${value} * ${LIFT})`, sql`1129`);
  return sql`CASE WHEN ${value} = 0 THEN '0' WHEN abs(${value}) >= ${SMALLEST_NORMAL} AND abs(${value}) < 'Infinity' THEN ${normal} WHEN ${value} = 'NaN' THEN 'nan' WHEN ${value} = 'Infinity' THEN 'inf' WHEN ${value} = '-Infinity' THEN '-inf' WHEN ${value} IS NOT NULL THEN ${subnormal} END`;
}

/** From the bits of a normal double, as float8send gives them; for the exponent its first two bytes are enough. */
function mantissaAndExponent(value: Sql, bias: Sql): Sql {
  const bytes = sql`float8send(${value})`;
  const bits = sql`CAST(CAST('x' || encode(${bytes}, 'hex') AS bit(64)) AS bigint)`;
  const exponent = sql`(((get_byte(${bytes}, 0) & 127) << 4) | (get_byte(${bytes}, 1) >> 4))`;
  return sql`CASE WHEN ${value} < 0 THEN '-' ELSE '' END || CAST((${bits} & 4503599627370495) | 4503599627370496 AS text) || 'p' || CAST(${exponent} - ${bias} AS text)`;
}
