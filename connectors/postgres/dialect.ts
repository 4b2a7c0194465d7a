import { TidemarkError } from '../../src/base/errors.ts';
import type { Column } from '../../src/source/column.ts';
import type { Dialect } from '../../src/source/dialect.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { join, type Sql, type SqlValue, sql } from '../../src/source/sql.ts';
import { splitReference } from '../../src/source/table-reference.ts';
import { asText, canonicalText, textOf } from './canonical-text.ts';
import { chained } from './chained.ts';
import { instant, micros, partitionStart } from './instants.ts';
import { quotedName, quotedText } from './quote.ts';
import { castTarget, columnType } from './types.ts';

export const postgresDialect: Dialect = {
  engine: 'postgres',
  revision: 1,
  /** CAST(value AS text), in a session as the driver pins it. */
  opaqueExpression: 'cast-text/1',

  identifier,
  table: (reference) => tableSql(reference, 'public'),
  /** On lines of its own, so that a comment at its end does not swallow the bracket. */
  filter: (where) => rawSql(`(\n${where}\n)`),
  literal,

  columnType,
  cast(value, type) {
    const native = castTarget(type);
    if (native === undefined) {
      throw new TidemarkError(
        'column-unsupported',
        `"${type}" is not a type that Postgres columns can be cast to: expected int, decimal, decimal(p,s), double, ` +
          'bool, string, bytes, date, timestamp, timestamptz, time, uuid, or the name of such a type as Postgres prints it.',
      );
    }
    return { value: sql`CAST(${value} AS ${rawSql(native)})`, native };
  },

  canonicalText,
  exportValue,

  /** Operators, since concat() has a limit of 100 arguments and takes NULL for nothing. */
  concat: (texts) => chained(texts.map((t) => (typeof t === 'string' ? rawSql(quotedText(t)) : t))),
  sha256: (text) => sql`encode(sha256(convert_to(${text}, 'UTF8')), 'hex') COLLATE "C"`,
  hexDigits: (hash, start, length) =>
    sql`CAST(CAST('x' || substr(${hash}, ${rawSql(`${start + 1}, ${length}`)}) AS bit(${rawSql(`${4 * length}`)})) AS bigint)`,
  sumText: (value) => asText(sql`sum(${value})`),
  modulo: (value, divisor) => sql`(${value} % ${divisor})`,
  text: asText,

  instant,
  micros,
  partitionStart,

  /**
   * Postgres would put the expressions in place of the subquery's columns, and compute a hash again for each
   * of its uses; a volatile function among them forbids that. This one may run in parallel workers.
   */
  derived: (columns, from, where) =>
    sql`(SELECT ${join(
      columns.map(([alias, value]) => sql`${value} AS ${identifier(alias)}`),
      sql`, `,
    )}, clock_timestamp() AS _tidemark_once FROM ${from} WHERE ${where}) AS r`,
};

/** The dialect for tables that are in the schema where their reference names none. */
export function inSchema(schema: string): Dialect {
  return { ...postgresDialect, table: (reference) => tableSql(reference, schema) };
}

/** Each name is plain or in double quotes, and taken as it is written: case counts. */
export const REFERENCE = { expected: 'table, schema.table or database.schema.table', most: 3 };

function tableSql(reference: string, schema: string): Sql {
  const names = splitReference(reference, REFERENCE);
  return join((names.length === 1 ? [schema, ...names] : names).map(identifier), sql`.`);
}

function identifier(name: string): Sql {
  return rawSql(quotedName(name));
}

function literal(value: SqlValue): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? quotedText(value) : String(value);
}

/** Always text; `string` and `opaque` as they are. A double in as many digits as it takes: its canonical text is dear. */
function exportValue(value: Sql, column: Column): Sql {
  const { name, native } = column.type;
  if (name === 'string' || name === 'opaque') return asText(value);
  if (name !== 'double') return textOf(value, column);
  const double = native === 'real' ? sql`CAST(${value} AS double precision)` : value;
  return sql`CASE WHEN ${value} = 0 THEN '0' ELSE ${asText(double)} END`;
}
