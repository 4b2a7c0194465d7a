import type { Column } from '../../src/source/column.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { VALUE_ERROR } from '../../src/source/value-error.ts';
import { decimalDigits } from './types.ts';

/** Canonical text in DuckDB's SQL (docs/formats.md, section 1): `~N` for NULL. */
export function canonicalText(value: Sql, column: Column): Sql {
  return sql`coalesce(${textOf(value, column)}, '~N')`;
}

function textOf(value: Sql, column: Column): Sql {
  const { name, native } = column.type;
  switch (name) {
    case 'int':
    case 'uuid':
      return sql`CAST(${value} AS VARCHAR)`;
    case 'decimal':
      // Archives hold decimals of types that no file has as their canonical texts.
      return native === 'VARCHAR' ? value : decimalText(value, native);
    case 'double':
      return doubleText(native === 'FLOAT' ? sql`CAST(${value} AS DOUBLE)` : value);
    case 'bool':
      return sql`CASE ${value} WHEN true THEN '1' WHEN false THEN '0' END`;
    case 'string':
      return escaped(native === 'VARCHAR' ? value : sql`CAST(${value} AS VARCHAR)`);
    case 'opaque':
      return escaped(sql`CAST(${value} AS VARCHAR)`);
    case 'bytes':
      return sql`lower(hex(${value}))`;
    case 'date':
      return dateText(value, column.name);
    case 'timestamp':
    case 'timestamptz':
      return sql`CASE WHEN isfinite(${value}) THEN CAST(${epochMicros(value, native)} AS VARCHAR) WHEN ${value} > make_timestamp(0) THEN 'inf' WHEN ${value} < make_timestamp(0) THEN '-inf' END`;
    case 'time':
      return sql`CAST(${native === 'TIME_NS' ? sql`epoch_ns(${value}) // 1000` : sql`epoch_us(${value})`} AS VARCHAR)`;
  }
}

/** Microseconds since the epoch, floored; for a finite timestamp. */
export function epochMicros(value: Sql, native: string): Sql {
  if (native === 'TIMESTAMP_NS') {
    return sql`((epoch_ns(${value}) - ((epoch_ns(${value}) % 1000) + 1000) % 1000) // 1000)`;
  }
  if (native === 'TIMESTAMP_S' || native === 'TIMESTAMP_MS' || native === 'DATE') {
    return sql`epoch_us(CAST(${value} AS TIMESTAMP))`;
  }
  return sql`epoch_us(${value})`;
}

/** Where nothing is to be escaped, which is nearly always, two searches are cheaper than two replacements. */
function escaped(value: Sql): Sql {
  return sql`CASE WHEN contains(${value}, '~') OR contains(${value}, '|') THEN replace(replace(${value}, '~', '~~'), '|', '~p') ELSE ${value} END`;
}

/** DuckDB prints DECIMAL(3,3) 0.5 as `.500`: without digits before the point there, a zero is put. */
function decimalText(value: Sql, native: string): Sql {
  const digits = decimalDigits(native);
  const text = sql`CAST(${value} AS VARCHAR)`;
  if (digits?.precision !== digits?.scale) return sql`rtrim(rtrim(${text}, '0'), '.')`;
  return sql`CASE WHEN ${value} = 0 THEN '0' WHEN ${value} < 0 THEN '-0' || rtrim(substr(${text}, 2), '0') ELSE '0' || rtrim(${text}, '0') END`;
}

/** 2^54, which lifts every subnormal double into the normal range, exactly. */
const LIFT = rawSql('18014398509481984.0::DOUBLE');
const SMALLEST_NORMAL = rawSql('2.2250738585072014e-308::DOUBLE');

function doubleText(value: Sql): Sql {
  const normal = mantissaAndExponent(value, sql`1075`);
  const subnormal = mantissaAndExponent(sql`(${value} * ${LIFT})`, sql`1129`);
  return sql`CASE WHEN ${value} = 0 THEN '0' WHEN isnan(${value}) THEN 'nan' WHEN isinf(${value}) THEN CASE WHEN ${value} > 0 THEN 'inf' ELSE '-inf' END WHEN abs(${value}) >= ${SMALLEST_NORMAL} THEN ${normal} ELSE ${subnormal} END`;
}

/** From the bits of a normal double; the cast to BIT keeps them. NULL stays NULL. */
function mantissaAndExponent(value: Sql, bias: Sql): Sql {
  const bits = sql`CAST(CAST(${value} AS BIT) AS UBIGINT)`;
  return sql`CASE WHEN ${value} < 0 THEN '-' ELSE '' END || CAST((${bits} & 4503599627370495) | 4503599627370496 AS VARCHAR) || 'p' || CAST(CAST((${bits} >> 52) & 2047 AS BIGINT) - ${bias} AS VARCHAR)`;
}

/** The contract has no text for an infinite date, so such a value stops the query. */
function dateText(value: Sql, name: string): Sql {
  const message = `${VALUE_ERROR}column "${name}" holds an infinite date, which has no canonical text: leave the column out, or cast it to string or timestamp.`;
  return sql`CASE WHEN isfinite(${value}) THEN CAST(${value} - DATE '1970-01-01' AS VARCHAR) WHEN ${value} IS NOT NULL THEN CAST(error(${message}) AS VARCHAR) END`;
}
