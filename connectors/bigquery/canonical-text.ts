import type { Column } from '../../src/source/column.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { doubleText } from './double-text.ts';
import { micros } from './instants.ts';

/** Canonical text in GoogleSQL (docs/formats.md, section 1): `~N` for NULL. */
export function canonicalText(value: Sql, column: Column): Sql {
  return sql`IFNULL(${textOf(value, column)}, '~N')`;
}

/** Canonical text, but NULL for NULL. */
export function textOf(value: Sql, column: Column): Sql {
  switch (column.type.name) {
    case 'int':
    case 'uuid':
      return asText(value);
    case 'decimal':
      return decimalText(value);
    case 'double':
      return doubleText(value);
    case 'bool':
      return sql`CASE ${value} WHEN TRUE THEN '1' WHEN FALSE THEN '0' END`;
    case 'string':
      return column.type.native.includes(' COLLATE ') ? escapedBytes(value) : escaped(value);
    case 'opaque':
      return escaped(jsonText(value));
    case 'bytes':
      return sql`TO_HEX(${value})`;
    case 'date':
      return asText(sql`UNIX_DATE(${value})`);
    case 'timestamp':
    case 'timestamptz':
      return asText(micros(value, column.type));
    case 'time':
      return asText(sql`TIME_DIFF(${value}, TIME '00:00:00', MICROSECOND)`);
  }
}

export function asText(value: Sql): Sql {
  return sql`CAST(${value} AS STRING)`;
}

/** The text of an `opaque` value, as `Dialect.opaqueExpression` names it. NULL is not JSON's null. */
export function jsonText(value: Sql): Sql {
  return sql`IF(${value} IS NULL, NULL, TO_JSON_STRING(${value}))`;
}

function escaped(value: Sql): Sql {
  return sql`REPLACE(REPLACE(${value}, '~', '~~'), '|', '~p')`;
}

/**
 * REPLACE goes by the collation, for which other characters equal these two, and some are as good as not there.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/collation-concepts#collate_funcs
 */
function escapedBytes(value: Sql): Sql {
  return sql`CAST(REPLACE(REPLACE(CAST(${value} AS BYTES), b'~', b'~~'), b'|', b'~p') AS STRING)`;
}

/** BigQuery prints no trailing zeros; that is not written down anywhere, and so not built upon. */
function decimalText(value: Sql): Sql {
  const text = asText(value);
  return sql`IF(STRPOS(${text}, '.') > 0, RTRIM(RTRIM(${text}, '0'), '.'), ${text})`;
}
