import type { Column } from '../../src/source/column.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { doubleText } from './double-text.ts';
import { epochDays, epochMicros, isReal } from './times.ts';
import { decimalDigits } from './types.ts';
import { raise } from './value-error.ts';

/**
 * Canonical text in the SQL of both servers (docs/formats.md, section 1): `~N` for NULL. Only where the value is
 * NULL: a text that is NULL for another reason, such as its length, must be missed by the count of hashes.
 */
export function canonicalText(value: Sql, column: Column): Sql {
  const text = textOf(value, column, (zero) => sql`CONCAT('~Z', ${zero})`);
  return sql`CASE WHEN ${value} IS NULL THEN '~N' ELSE ${text} END`;
}

/** The value as it leaves the server; a zero date cannot, since no file can hold it. */
export function exportValue(value: Sql, column: Column): Sql {
  if (column.type.name === 'string') return utf8(value);
  if (column.type.name === 'opaque') return opaqueText(value, column);
  return textOf(value, column, (zero) =>
    raise(
      zero,
      `column "${column.name}" holds a date such as 0000-00-00, which no file can hold: cast it to string, or leave it out.`,
    ),
  );
}

function textOf(value: Sql, column: Column, zeroText: (text: Sql) => Sql): Sql {
  const { type } = column;
  const orZero = (text: Sql) =>
    sql`CASE WHEN ${isReal(value, type)} THEN CAST(${text} AS CHAR) WHEN ${value} IS NOT NULL THEN ${zeroText(sql`CAST(${value} AS CHAR)`)} END`;
  switch (type.name) {
    case 'int':
      return sql`CAST(${unfilled(value, type.native)} AS CHAR)`;
    case 'decimal':
      return decimalText(unfilled(value, type.native), type.native);
    case 'double':
      // Adding a double 0 widens a FLOAT, of which only six digits would show, and takes padding zeros away.
      return doubleText(sql`(${value} + 0E0)`);
    case 'bool':
      return sql`CASE ${value} WHEN 1 THEN '1' WHEN 0 THEN '0' ELSE ${raise(value, `column "${column.name}" is TINYINT(1), which is taken for a boolean, but holds another number than 0 and 1: cast it to int.`)} END`;
    case 'string':
      return escaped(utf8(value));
    case 'opaque':
      return escaped(opaqueText(value, column));
    case 'bytes':
      return sql`LOWER(HEX(${value}))`;
    case 'date':
      return orZero(epochDays(value));
    case 'timestamp':
    case 'timestamptz':
      return orZero(epochMicros(value));
    case 'time':
      return timeText(value, column.name);
    case 'uuid':
      return sql`LOWER(${utf8(value)})`;
  }
}

/** As UTF-8, from whatever character set the column is in, and compared byte by byte. */
export function utf8(value: Sql): Sql {
  return sql`CONVERT(${value} USING utf8mb4) COLLATE utf8mb4_bin`;
}

function escaped(text: Sql): Sql {
  return sql`REPLACE(REPLACE(${text}, '~', '~~'), '|', '~p')`;
}

/** Bits and geometry have no text of their own but bytes. */
function opaqueText(value: Sql, column: Column): Sql {
  const textual =
    /^(json|inet[46]|(var)?char|(tiny|medium|long)?text|enum|set|uuid|(tiny|small|medium|big)?int|decimal|date|time|year|float|double)/i;
  return textual.test(column.type.native) ? utf8(value) : sql`LOWER(HEX(${value}))`;
}

/** ZEROFILL and YEAR pad texts with zeros; arithmetic drops them, and keeps every digit. */
function unfilled(value: Sql, native: string): Sql {
  return /zerofill|^year/i.test(native) ? sql`(${value} + 0)` : value;
}

/** MariaDB counts no zero before the point of DECIMAL(3,3), and cuts the text of -0.999 in a derived table off: it is told the length. */
function decimalText(value: Sql, native: string): Sql {
  const { precision, scale } = decimalDigits(native) ?? {};
  if (scale === 0) return sql`CAST(${value} AS CHAR)`;
  const length = precision === scale ? sql`(${rawSql(String((precision ?? 0) + 3))})` : sql``;
  const text = sql`CAST(${value} AS CHAR${length})`;
  return sql`TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM ${text}))`;
}

/** TIME is a duration of up to 838 hours; only those within a day have a text in the contract. */
function timeText(value: Sql, name: string): Sql {
  const micros = sql`((HOUR(${value}) * 60 + MINUTE(${value})) * 60 + SECOND(${value})) * 1000000 + MICROSECOND(${value})`;
  const message = `column "${name}" holds a time below 0, or of 24 hours and more, which is no time of day: cast it to string, or leave it out.`;
  return sql`CASE WHEN ${value} >= TIME'00:00:00' AND ${value} < TIME'24:00:00' THEN CAST(${micros} AS CHAR) WHEN ${value} IS NOT NULL THEN ${raise(sql`CAST(${value} AS CHAR)`, message)} END`;
}
