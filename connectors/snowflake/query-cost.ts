import { allRows } from '../../src/source/all-rows.ts';
import type { Call, Cost, Driver } from '../../src/source/driver.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { sql } from '../../src/source/sql.ts';
import { kindOf } from './errors.ts';
import { quotedName } from './quote.ts';
import { foldedName } from './reference.ts';

/**
 * What the session's queries scanned, and the credits that cloud services took for them. The warehouse's own credits
 * go by the time that it runs, whoever's queries run on it, and are in no query's profile.
 */
export async function queryCost(rows: Driver['rows'], database: string, call: Call): Promise<Cost> {
  const history = sql`TABLE(${rawSql(quotedName(foldedName(database)))}.INFORMATION_SCHEMA.QUERY_HISTORY_BY_SESSION(RESULT_LIMIT => 10000))`;
  const query = sql`SELECT TO_VARCHAR(SUM(BYTES_SCANNED)), TO_VARCHAR(CAST(SUM(CREDITS_USED_CLOUD_SERVICES) AS NUMBER(38, 9))) FROM ${history}`;
  try {
    const [[bytes, credits] = []] = await allRows(rows(query, call));
    return {
      ...(bytes ? { bytesScanned: BigInt(bytes) } : {}),
      ...(credits ? { credits } : {}),
    };
  } catch (error) {
    // What the role may not see is left out; it is no reason to fail.
    if (['denied', 'missing', 'invalid'].includes(kindOf(error))) return {};
    throw error;
  }
}
