import { instantFromMicros, microsOf, parseMicros } from '../../src/base/instant.ts';
import { allRows } from '../../src/source/all-rows.ts';
import type { Call, Driver, Past } from '../../src/source/driver.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { sql } from '../../src/source/sql.ts';
import { quotedName } from './quote.ts';

const DAY = 86_400_000_000n;

/**
 * How long Time Travel has the moment: DATA_RETENTION_TIME_IN_DAYS as it is in force for the table. Undefined where that
 * is 0, and for what is no table.
 * @param moment `2020-10-31 05:00:00.123456789 +00:00`
 */
export async function pastAt(
  rows: Driver['rows'],
  names: readonly string[],
  moment: string,
  call: Call,
): Promise<Past | undefined> {
  const [database = '', schema = '', table = ''] = names;
  const [found] = await allRows(
    rows(
      sql`SELECT TO_VARCHAR(RETENTION_TIME) FROM ${rawSql(quotedName(database))}.INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ${schema} AND TABLE_NAME = ${table} AND TABLE_TYPE = 'BASE TABLE'`,
      call,
    ),
  );
  const days = BigInt(found?.[0] ?? 0);
  if (days === 0n) return undefined;
  const at = instantFromMicros(parseMicros(moment.slice(0, SECONDS)));
  return { moment, at, until: instantFromMicros(microsOf(at) + days * DAY) };
}

/** Length of `2020-10-31 05:00:00`. */
const SECONDS = 19;
