import type { Column } from '../../src/source/column.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { doubleText } from './double-text.ts';
import { epochDays, inUtc, micros } from './instants.ts';
import { refusing } from './refusing.ts';
import { numberDigits } from './types.ts';

/** Canonical text in Snowflake's SQL (docs/formats.md, section 1): `~N` for NULL. */
export function canonicalText(value: Sql, column: Column): Sql {
  return sql`CASE WHEN ${value} IS NULL THEN '~N' ELSE ${textOf(value, column)} END`;
}

/** The value as it leaves Snowflake: text, NULL for NULL. */
export function exportValue(value: Sql, column: Column): Sql {
  if (column.type.name === 'string') return uncollated(value);
  if (column.type.name === 'opaque') return opaqueText(value, column);
  return sql`CASE WHEN ${value} IS NULL THEN NULL ELSE ${textOf(value, column)} END`;
}

/** Of a value that is not NULL. */
function textOf(value: Sql, column: Column): Sql {
  const { type } = column;
  switch (type.name) {
    case 'int':
      return sql`TO_VARCHAR(${value})`;
    case 'decimal':
      return decimalText(value, type.native);
    case 'double':
      return doubleText(value, column.name);
    case 'bool':
      return sql`CASE WHEN ${value} THEN '1' ELSE '0' END`;
    case 'string':
      return escaped(uncollated(value));
    case 'opaque':
      return escaped(opaqueText(value, column));
    case 'bytes':
      return sql`HEX_ENCODE(${value}, 0)`;
    case 'date':
      return inCalendar(value, column, sql`TO_VARCHAR(${epochDays(value)})`);
    case 'timestamp':
    case 'timestamptz':
      return inCalendar(value, column, sql`TO_VARCHAR(${micros(value, type)})`);
    case 'time':
      return sql`TO_VARCHAR(DATEDIFF(MICROSECOND, ${MIDNIGHT}, ${value}))`;
    case 'uuid':
      return sql`LOWER(TO_VARCHAR(${value}))`;
  }
}

const MIDNIGHT = rawSql("CAST('00:00:00' AS TIME(9))");

/**
 * All digits of the scale are printed, so that there is a point to stop at. Where a number has no others, nothing is
 * left to chance about the zero before the point.
 */
function decimalText(value: Sql, native: string): Sql {
  const { precision, scale } = numberDigits(native) ?? { precision: 38, scale: 0 };
  const text =
    precision > scale
      ? sql`TO_VARCHAR(${value})`
      : sql`IFF(${value} < 0, '-0.', '0.') || SPLIT_PART(TO_VARCHAR(${value}), '.', 2)`;
  return sql`RTRIM(RTRIM(${text}, '0'), '.')`;
}

/** Compared and searched by its bytes; some collations would refuse REPLACE, others find too much. */
function uncollated(value: Sql): Sql {
  return sql`COLLATE(${value}, 'utf8')`;
}

function escaped(text: Sql): Sql {
  return sql`REPLACE(REPLACE(${text}, '~', '~~'), '|', '~p')`;
}

/** JSON of what is semi-structured; well-known bytes, in hex, of what has a place on Earth; else Snowflake's text. */
function opaqueText(value: Sql, column: Column): Sql {
  const { native } = column.type;
  if (/^(VARIANT|OBJECT|ARRAY|MAP)\b/i.test(native)) return sql`TO_JSON(TO_VARIANT(${value}))`;
  if (/^GEO(GRAPHY|METRY)/i.test(native)) return sql`HEX_ENCODE(ST_ASEWKB(${value}), 0)`;
  return uncollated(sql`TO_VARCHAR(${value})`);
}

/** Snowflake also holds years that the contract, and other engines, do not. */
function inCalendar(value: Sql, column: Column, text: Sql): Sql {
  return refusing(
    text,
    sql`YEAR(${inUtc(value, column.type)}) NOT BETWEEN 1 AND 9999`,
    `column "${column.name}" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.`,
  );
}
