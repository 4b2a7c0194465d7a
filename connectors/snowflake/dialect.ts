import type { Dialect } from '../../src/source/dialect.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { join, type Sql, type SqlValue, sql } from '../../src/source/sql.ts';
import { canonicalText, exportValue } from './canonical-text.ts';
import { cast } from './casts.ts';
import { instant, micros, partitionStart } from './instants.ts';
import { quotedName, quotedText } from './quote.ts';
import { tableNames, type Whereabouts } from './reference.ts';
import { columnType } from './types.ts';

/** SQL for a session as `session.ts` pins it. HASH_AGG is not used: it is 64 bits, and another engine has none. */
export function snowflakeDialect(whereabouts: Whereabouts): Dialect {
  return {
    engine: 'snowflake',
    revision: 1,
    /** TO_JSON of VARIANT, OBJECT, ARRAY and MAP; EWKB in hex of GEOGRAPHY and GEOMETRY; TO_VARCHAR of the rest. */
    opaqueExpression: 'json-or-hex/1',

    identifier,
    table: (reference, moment) => {
      const name = join(tableNames(reference, whereabouts).map(identifier), sql`.`);
      if (moment === undefined) return name;
      return sql`${name} AT(TIMESTAMP => ${rawSql(quotedText(moment))}::TIMESTAMP_LTZ)`;
    },
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
    sha256: (text) => sql`SHA2(${text}, 256)`,
    hexDigits: (hash, start, length) =>
      sql`TO_NUMBER(SUBSTR(${hash}, ${rawSql(`${start + 1}, ${length}`)}), ${rawSql(`'${'X'.repeat(length)}'`)})`,
    sumText: (value) => sql`TO_VARCHAR(SUM(${value}))`,
    modulo: (value, divisor) => sql`(${value} % ${divisor})`,
    text: (value) => sql`TO_VARCHAR(${value})`,

    instant,
    micros,
    partitionStart,

    /** Snowflake lets WHERE see the aliases of its own SELECT, so the filter stands in one that has none. */
    derived: (columns, from, where) =>
      sql`(SELECT ${join(
        columns.map(([alias, value]) => sql`${value} AS ${identifier(alias)}`),
        sql`, `,
      )} FROM (SELECT * FROM ${from} WHERE ${where}) AS q) AS r`,
  };
}

function identifier(name: string): Sql {
  return rawSql(quotedName(name));
}

function literal(value: SqlValue): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? quotedText(value) : String(value).toUpperCase();
}
