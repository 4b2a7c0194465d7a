import type { Dialect } from '../../src/source/dialect.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { join, printSql, type Sql, type SqlValue, sql } from '../../src/source/sql.ts';
import { canonicalText, exportValue } from './canonical-text.ts';
import { cast } from './casts.ts';
import { splitReference } from './reference.ts';
import { epochMicros, instantLiteral, isReal, startMicros } from './times.ts';
import { columnType } from './types.ts';

/** SQL that MySQL 8 and MariaDB 10.6 run alike, in a session that `session.ts` has pinned. */
export const mysqlDialect: Dialect = {
  engine: 'mysql',
  revision: 1,
  /** The value as text, in UTF-8; the bytes in hex for BIT, geometry and other types that have no text. */
  opaqueExpression: 'text-or-hex/1',

  identifier,
  table: tableSql,
  /** On lines of its own, so that a comment at its end does not swallow the bracket. */
  filter: (where) => rawSql(`(\n${where}\n)`),
  literal,

  columnType,
  cast,
  canonicalText,
  exportValue,

  /** Bytes, since utf8mb4_bin takes 'a' and 'a ' for the same key. */
  concat: (texts) =>
    sql`CAST(CONCAT(${join(
      texts.map((t) => (typeof t === 'string' ? rawSql(literal(t)) : t)),
      sql`, `,
    )}) AS BINARY)`,
  sha256: (text) => sql`SHA2(${text}, 256)`,
  /** CONV gives a text, which a sum would take for a double. */
  hexDigits: (hash, start, length) =>
    sql`CAST(CONV(SUBSTR(${hash}, ${rawSql(`${start + 1}, ${length}`)}), 16, 10) AS UNSIGNED)`,
  sumText: (value) => sql`CAST(SUM(${value}) AS CHAR)`,
  modulo: (value, divisor) => sql`(${value} % ${divisor})`,
  text: (value) => sql`CAST(${value} AS CHAR)`,

  instant: instantLiteral,
  micros: (value, type) => sql`CASE WHEN ${isReal(value, type)} THEN ${epochMicros(value)} END`,
  partitionStart: (value, type, granularity) =>
    sql`CASE WHEN ${isReal(value, type)} THEN ${startMicros(value, granularity)} END`,

  /** The limit, which limits nothing, keeps the servers from merging it and hashing each row again for every use. */
  derived: (columns, from, where) =>
    sql`(SELECT ${join(
      columns.map(([alias, value]) => sql`${value} AS ${identifier(alias)}`),
      sql`, `,
    )} FROM ${from} WHERE ${where} LIMIT 18446744073709551615) AS r`,
};

/** A table by its configured reference. */
export function tableSql(reference: string): Sql {
  return join(splitReference(reference).map(identifier), sql`.`);
}

function identifier(name: string): Sql {
  return rawSql(`\`${name.replaceAll('`', '``')}\``);
}

/** A literal that means the same whatever `sql_mode` says of backslashes and quotes. */
function literal(value: SqlValue): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'string') return String(value);
  if (!value.includes('\\') && !value.includes('\0')) return `'${value.replaceAll("'", "''")}'`;
  return `_utf8mb4 0x${Buffer.from(value, 'utf8').toString('hex')} COLLATE utf8mb4_bin`;
}

/** Values stand in the text as literals, which no setting of the session reads otherwise; so none is of a type that the server guessed. */
export function rendered(query: Sql): string {
  return printSql(query, literal);
}
