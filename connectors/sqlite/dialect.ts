import { TidemarkError } from '../../src/base/errors.ts';
import type { Column, ColumnType } from '../../src/source/column.ts';
import type { Dialect } from '../../src/source/dialect.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { join, type Sql, sql } from '../../src/source/sql.ts';
import { canonicalText, opaqueText, plainText, presentText, refuse, timeNumber } from './canonical-text.ts';
import { literal } from './literal.ts';
import { splitReference } from './reference.ts';
import { castTarget, columnType } from './types.ts';

const DAY = 86_400_000_000n;

/** Arguments that one call of SQLite's `concat` takes, with room to spare. */
const MOST_ARGUMENTS = 500;

export const sqliteDialect: Dialect = {
  engine: 'sqlite',
  revision: 1,
  /** Text as it is; other values as `quote(value)`. */
  opaqueExpression: 'text-or-quote/1',

  identifier,
  table: (reference) => join(splitReference(reference).map(identifier), sql`.`),
  /** On lines of its own, so that a comment at its end does not swallow the bracket. */
  filter: (where) => rawSql(`(\n${where}\n)`),
  literal,

  columnType,
  cast,

  canonicalText,
  exportValue,

  concat,
  /** The bytes are looked at only where the text may have lost some on its way into the function. */
  sha256: (text) => sql`coalesce(tidemark_sha256(${text}), tidemark_sha256_bytes(CAST(${text} AS BLOB)))`,
  hexDigits: (hash, start, length) => sql`tidemark_hex(${hash}, ${rawSql(`${start}, ${length}`)})`,
  sumText: (value) => sql`tidemark_sum(${value})`,
  modulo: (value, divisor) => sql`(${value} % ${divisor})`,
  text: (value) => sql`CAST(${value} AS TEXT)`,

  instant: (at) => sql`${at}`,
  comparable: micros,
  micros,
  partitionStart: (value, type, granularity) =>
    sql`${rawSql(`tidemark_start_${granularity}`)}(${micros(value, type)})`,

  /**
   * The limit keeps SQLite from computing an expression again wherever its alias is used. WHERE may see the
   * aliases of its own SELECT, so the filter stands in one that has none.
   */
  derived: (columns, from, where) =>
    sql`(SELECT ${join(
      columns.map(([alias, value]) => sql`${value} AS ${identifier(alias)}`),
      sql`, `,
    )} FROM (SELECT * FROM ${from} WHERE ${where}) AS q LIMIT -1) AS r`,
};

function identifier(name: string): Sql {
  return rawSql(`"${name.replaceAll('"', '""')}"`);
}

/** SQLite's values have types of their own, so a cast is another way to read them, mostly. */
function cast(value: Sql, type: string): { value: Sql; native: string } {
  const native = castTarget(type);
  if (native === undefined) {
    throw new TidemarkError(
      'column-unsupported',
      `"${type}" is not a type that SQLite columns can be cast to: expected int, decimal(p,s), double, bool, ` +
        'string, bytes, date, timestamp, timestamptz, time, uuid, or a declared type that means one of these.',
    );
  }
  const name = columnType(native)?.name;
  if (name === 'bool') {
    const refused = sql`CASE WHEN ${value} IS NOT NULL THEN ${refuse(value, native)} END`;
    return { value: sql`coalesce(tidemark_bool(${value}), ${refused})`, native };
  }
  if (name !== 'string') return { value, native };
  const text = sql`CASE typeof(${value}) WHEN 'integer' THEN CAST(${value} AS TEXT) WHEN 'real' THEN tidemark_real_text(${value}) ELSE ${value} END`;
  return { value: text, native };
}

function concat(texts: readonly (string | Sql)[]): Sql {
  const parts = texts.map((t) => (typeof t === 'string' ? rawSql(literal(t)) : t));
  if (parts.length <= MOST_ARGUMENTS) return sql`concat(${join(parts, sql`, `)})`;
  const groups: Sql[] = [];
  for (let i = 0; i < parts.length; i += MOST_ARGUMENTS) {
    groups.push(concat(parts.slice(i, i + MOST_ARGUMENTS)));
  }
  return concat(groups);
}

function exportValue(value: Sql, column: Column): Sql {
  const { name, native } = column.type;
  const text =
    name === 'string'
      ? plainText(value, native)
      : name === 'opaque'
        ? opaqueText(value)
        : presentText(value, column.type);
  return sql`CASE WHEN ${value} IS NOT NULL THEN ${text} END`;
}

/** Every row of the column is read, because one instant may be written in several ways. */
function micros(value: Sql, type: ColumnType): Sql {
  const number = timeNumber(value, type);
  return type.name === 'date' ? sql`(${number} * ${rawSql(String(DAY))})` : number;
}
