import type { Column } from '../../src/source/column.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { VALUE_ERROR } from '../../src/source/value-error.ts';
import { doubleText } from './double-text.ts';
import { micros } from './instants.ts';
import { quotedText } from './quote.ts';

/** Canonical text in Postgres' SQL (docs/formats.md, section 1): `~N` for NULL. */
export function canonicalText(value: Sql, column: Column): Sql {
  return sql`coalesce(${textOf(value, column)}, '~N')`;
}

/** Canonical text, but NULL for NULL. */
export function textOf(value: Sql, column: Column): Sql {
  const { name, native } = column.type;
  switch (name) {
    case 'int':
      return native.startsWith('numeric')
        ? finite(value, sql`${value} <> 'NaN'`, asText(value), column)
        : asText(value);
    case 'decimal':
      return decimalText(value, column);
    case 'double':
      return doubleText(native === 'real' ? sql`CAST(${value} AS double precision)` : value);
    case 'bool':
      return sql`CASE ${value} WHEN true THEN '1' WHEN false THEN '0' END`;
    case 'string':
    case 'opaque':
      return escaped(value);
    case 'bytes':
      return sql`encode(${value}, 'hex')`;
    case 'date':
      return finite(value, sql`isfinite(${value})`, asText(sql`(${value} - DATE '1970-01-01')`), column);
    case 'timestamp':
    case 'timestamptz':
      return sql`coalesce(${asText(micros(value, column.type))}, CASE ${value} WHEN 'infinity' THEN 'inf' WHEN '-infinity' THEN '-inf' END)`;
    case 'time':
      return asText(sql`CAST(date_part('epoch', ${value}) * 1000000 AS bigint)`);
    case 'uuid':
      return asText(value);
  }
}

export function asText(value: Sql): Sql {
  return sql`CAST(${value} AS text)`;
}

/** "C", because other collations may refuse to search, and are slower. char(n) loses its padding in the cast. */
function escaped(value: Sql): Sql {
  return sql`replace(replace(${asText(value)} COLLATE "C", '~', '~~'), '|', '~p')`;
}

/**
 * A declared scale is always printed in full, so that there is a point to stop at. Without one the scale is
 * the value's own, and NULL where the value is no number.
 */
function decimalText(value: Sql, column: Column): Sql {
  const trimmed = sql`rtrim(rtrim(${asText(value)}, '0'), '.')`;
  if (column.type.native !== 'numeric') return finite(value, sql`${value} <> 'NaN'`, trimmed, column);
  const text = sql`CASE WHEN scale(${value}) > 0 THEN ${trimmed} ELSE ${asText(value)} END`;
  return finite(value, sql`scale(${value}) IS NOT NULL`, text, column);
}

/**
 * The contract has no text for NaN as a decimal or for an infinite date, so such a value stops the query: the
 * cast fails, and its error quotes the text. It begins with the value, since constants would fail early.
 */
function finite(value: Sql, condition: Sql, text: Sql, column: Column): Sql {
  const before = rawSql(quotedText(`${VALUE_ERROR}column "${column.name}" holds `));
  const after = rawSql(
    quotedText(
      ', which has no canonical text: leave the column out, leave such rows out ("where"), or cast it to string.',
    ),
  );
  const error = sql`CAST(CAST(${before} || ${asText(value)} || ${after} AS integer) AS text)`;
  return sql`CASE WHEN ${condition} THEN ${text} WHEN ${value} IS NOT NULL THEN ${error} END`;
}
