import type { Column } from '../../src/source/column.ts';
import type { Dialect } from '../../src/source/dialect.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { join, type Sql, type SqlValue, sql } from '../../src/source/sql.ts';
import { asText, canonicalText, jsonText, textOf } from './canonical-text.ts';
import { cast } from './casts.ts';
import { instant, micros, partitionStart } from './instants.ts';
import { identifier, quotedTable, quotedText } from './quote.ts';
import { type Place, placeOf } from './reference.ts';
import { columnType } from './types.ts';

/** The dialect for tables that are in the project and dataset where their reference names none. */
export function inPlace(place: Place): Dialect {
  return { ...bigqueryDialect, table: (reference, moment) => tableSql(reference, place, moment) };
}

const bigqueryDialect: Omit<Dialect, 'table'> = {
  engine: 'bigquery',
  revision: 1,
  /** TO_JSON_STRING(value). */
  opaqueExpression: 'to-json-string/1',

  identifier,
  /** On lines of its own, so that a comment at its end does not swallow the bracket. */
  filter: (where) => rawSql(`(\n${where}\n)`),
  literal,

  columnType,
  cast,

  canonicalText,
  exportValue,

  concat: (texts) =>
    sql`CONCAT(${join(
      texts.map((t) => (typeof t === 'string' ? rawSql(quotedText(t)) : t)),
      sql`, `,
    )})`,
  sha256: (text) => sql`TO_HEX(SHA256(${text}))`,
  hexDigits: (hash, start, length) =>
    sql`CAST(CONCAT('0x', SUBSTR(${hash}, ${rawSql(`${start + 1}, ${length}`)})) AS INT64)`,
  /** NUMERIC has 29 digits before the point; an INT64 would run over. */
  sumText: (value) => asText(sql`SUM(CAST(${value} AS NUMERIC))`),
  modulo: (value, divisor) => sql`MOD(${value}, ${divisor})`,
  text: asText,

  instant,
  micros,
  partitionStart,

  derived: (columns, from, where) =>
    sql`(SELECT ${join(
      columns.map(([alias, value]) => sql`${value} AS ${identifier(alias)}`),
      sql`, `,
    )} FROM ${from} WHERE ${where}) AS r`,
};

/** @param moment microseconds since the epoch; undefined for a table that never changes */
function tableSql(reference: string, place: Place, moment: string | undefined): Sql {
  const name = quotedTable(placeOf(reference, place));
  return moment === undefined
    ? name
    : sql`${name} FOR SYSTEM_TIME AS OF TIMESTAMP_MICROS(${rawSql(String(BigInt(moment)))})`;
}

function literal(value: SqlValue): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? quotedText(value) : String(value);
}

/** Always text; `string` as it is. */
function exportValue(value: Sql, column: Column): Sql {
  if (column.type.name === 'string') return value;
  return column.type.name === 'opaque' ? jsonText(value) : textOf(value, column);
}
