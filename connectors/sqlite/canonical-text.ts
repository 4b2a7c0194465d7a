import type { Column, ColumnType } from '../../src/source/column.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { printSql, type Sql, sql } from '../../src/source/sql.ts';
import { literal } from './literal.ts';
import { decimalDigits, isPadded } from './types.ts';

/** Canonical text in SQLite's SQL (docs/formats.md, section 1): `~N` for NULL. */
export function canonicalText(value: Sql, column: Column): Sql {
  return sql`CASE WHEN ${value} IS NULL THEN '~N' ELSE ${presentText(value, column.type)} END`;
}

/** The canonical text of a value that is not NULL; refused where it is not of its type. */
export function presentText(value: Sql, type: ColumnType): Sql {
  const refused = refuse(value, type.native);
  switch (type.name) {
    case 'int':
      return decimalDigits(type.native)
        ? decimalText(value, type.native)
        : sql`CASE WHEN typeof(${value}) = 'integer' THEN CAST(${value} AS TEXT) ELSE coalesce(tidemark_int(${value}), ${refused}) END`;
    case 'decimal':
      return decimalText(value, type.native);
    case 'double':
      return sql`coalesce(tidemark_double(${value}), ${refused})`;
    case 'bool':
      return sql`CASE WHEN typeof(${value}) = 'integer' AND ${value} IN (0, 1) THEN CAST(${value} AS TEXT) ELSE ${refused} END`;
    case 'string':
      return sql`CASE WHEN typeof(${value}) = 'text' THEN ${escaped(unpadded(value, type.native))} ELSE ${refused} END`;
    case 'opaque':
      return escaped(opaqueText(value));
    case 'bytes':
      return sql`CASE WHEN typeof(${value}) = 'blob' THEN lower(hex(${value})) ELSE ${refused} END`;
    case 'uuid':
      return sql`coalesce(tidemark_uuid(${value}), ${refused})`;
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return sql`CAST(${timeNumber(value, type)} AS TEXT)`;
  }
}

/** The text itself; anything else that stands in a text column is refused. */
export function plainText(value: Sql, native: string): Sql {
  return sql`CASE WHEN typeof(${value}) = 'text' THEN ${unpadded(value, native)} ELSE ${refuse(value, native)} END`;
}

function unpadded(value: Sql, native: string): Sql {
  return isPadded(native) ? sql`rtrim(${value}, ' ')` : value;
}

/** Text as it is; numbers and blobs as SQLite's own literals, which keep all their digits. */
export function opaqueText(value: Sql): Sql {
  return sql`CASE WHEN typeof(${value}) = 'text' THEN ${value} ELSE quote(${value}) END`;
}

/** Days for `date`, microseconds for the others, as an integer; NULL where NULL. */
export function timeNumber(value: Sql, type: ColumnType): Sql {
  const read = rawSql(`tidemark_${type.name}${type.finer ? '_floor' : ''}`);
  return sql`coalesce(${read}(${value}), CASE WHEN ${value} IS NOT NULL THEN ${refuse(value, type.native)} END)`;
}

/** Ends the query, with the value and where it comes from. */
export function refuse(value: Sql, native: string): Sql {
  const expression = printSql(value, literal);
  return sql`tidemark_refuse(${value}, ${rawSql(literal(expression))}, ${rawSql(literal(native))})`;
}

function decimalText(value: Sql, native: string): Sql {
  const { precision, scale } = decimalDigits(native) ?? { precision: 0, scale: 0 };
  const digits = rawSql(`${precision}, ${scale}`);
  return sql`coalesce(tidemark_decimal(${value}, ${digits}), ${refuse(value, native)})`;
}

/** Where nothing is to be escaped, which is nearly always, two searches are cheaper than two replacements. */
function escaped(text: Sql): Sql {
  return sql`CASE WHEN instr(${text}, '~') OR instr(${text}, '|') THEN replace(replace(${text}, '~', '~~'), '|', '~p') ELSE ${text} END`;
}
