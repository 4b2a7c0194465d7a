import { allRows } from '../../src/source/all-rows.ts';
import type { Call, Driver } from '../../src/source/driver.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { sql } from '../../src/source/sql.ts';
import { quotedName, quotedText } from './quote.ts';

/**
 * When the table's rows were last changed, when its columns were, and who asks, since policies go by the role.
 * Undefined for a view, whose definition may give other rows without any change of a table, and for what is not
 * Snowflake's own to change.
 */
export async function changeToken(
  rows: Driver['rows'],
  names: readonly string[],
  call: Call,
): Promise<string | undefined> {
  const [database = '', schema = '', table = ''] = names;
  const whole = rawSql(quotedText(names.map(quotedName).join('.')));
  const [found] = await allRows(
    rows(
      sql`SELECT TO_VARCHAR(SYSTEM$LAST_CHANGE_COMMIT_TIME(${whole})), TO_VARCHAR(LAST_DDL), CURRENT_ROLE() FROM ${rawSql(quotedName(database))}.INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ${schema} AND TABLE_NAME = ${table} AND TABLE_TYPE = 'BASE TABLE'`,
      call,
    ),
  );
  return found === undefined || found.includes(null) ? undefined : found.join(' ');
}
