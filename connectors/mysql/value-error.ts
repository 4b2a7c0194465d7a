import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { VALUE_ERROR } from '../../src/source/value-error.ts';

/**
 * An expression that stops the query wherever it is evaluated for a value that is not NULL. Neither server can
 * raise an error in a SELECT, so a sum runs out of the range of integers; the server's message quotes it, and
 * with it the text.
 * @param what what the value is and is not: `column "t" holds a time …`
 */
export function raise(value: Sql, what: string): Sql {
  const quoted = rawSql(`'${VALUE_ERROR}${what.replaceAll(/['\\]/g, '’')}'`);
  return sql`(9223372036854775807 + LENGTH(CONCAT(${quoted}, LEFT(${value}, 1), ' ')))`;
}
