import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { VALUE_ERROR } from '../../src/source/value-error.ts';
import { quotedText } from './quote.ts';

/**
 * A text expression that stops the query wherever it is evaluated. A SELECT cannot raise an error in Snowflake, so
 * words are made a number; the server's message quotes them.
 * @param value some text of the row: constants alone could be computed, and so fail, when the query is compiled
 * @param what what the value is and is not: `column "t" holds …`
 */
export function raise(value: Sql, what: string): Sql {
  const message = rawSql(quotedText(`${VALUE_ERROR}${what.replaceAll("'", '’')}`));
  return sql`TO_VARCHAR(CAST(${message} || LEFT(${value}, 0) AS NUMBER(38, 0)))`;
}
