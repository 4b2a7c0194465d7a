import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { VALUE_ERROR } from '../../src/source/value-error.ts';
import { quotedText } from './quote.ts';

/**
 * The text; but where the condition is true, the query stops. A SELECT cannot raise an error in Snowflake, so words
 * are made a number, and the server's message quotes them. What is cast is chosen first, and never the words alone:
 * those could be cast, and so fail, when the query is compiled, or in an arm of a CASE that is not taken.
 * @param what what the value is and is not: `column "t" holds …`
 */
export function refusing(text: Sql, condition: Sql, what: string): Sql {
  const message = rawSql(quotedText(`${VALUE_ERROR}${what.replaceAll("'", '’')}`));
  return sql`${text} || SUBSTR(TO_VARCHAR(CAST(CASE WHEN ${condition} THEN ${message} ELSE '0' END AS NUMBER(38, 0))), 2)`;
}
