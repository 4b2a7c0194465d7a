import type { Connection } from 'snowflake-sdk';
import { parseDuration } from '../../src/base/duration.ts';
import { failureOf } from './errors.ts';
import { connectionOptions } from './login.ts';
import { loadSdk } from './sdk.ts';
import type { SnowflakeSettings } from './settings.ts';

/** What must not depend on the defaults of account, user or warehouse. */
const PINNED: Readonly<Record<string, string>> = {
  // Each query has its own; the client's setting for it would have all queries say the same.
  QUERY_TAG: "'tidemark'",
  TIMEZONE: "'UTC'",
  QUOTED_IDENTIFIERS_IGNORE_CASE: 'FALSE',
  TIMESTAMP_TYPE_MAPPING: "'TIMESTAMP_NTZ'",
  TIMESTAMP_INPUT_FORMAT: "'AUTO'",
  DATE_INPUT_FORMAT: "'AUTO'",
  TIME_INPUT_FORMAT: "'AUTO'",
  BINARY_INPUT_FORMAT: "'HEX'",
  TIMESTAMP_OUTPUT_FORMAT: "'YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM'",
  TIMESTAMP_NTZ_OUTPUT_FORMAT: "'YYYY-MM-DD HH24:MI:SS.FF9'",
  TIMESTAMP_LTZ_OUTPUT_FORMAT: "'YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM'",
  TIMESTAMP_TZ_OUTPUT_FORMAT: "'YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM'",
  DATE_OUTPUT_FORMAT: "'YYYY-MM-DD'",
  TIME_OUTPUT_FORMAT: "'HH24:MI:SS.FF9'",
  BINARY_OUTPUT_FORMAT: "'HEX'",
  GEOGRAPHY_OUTPUT_FORMAT: "'GeoJSON'",
  GEOMETRY_OUTPUT_FORMAT: "'GeoJSON'",
  TWO_DIGIT_CENTURY_START: '1970',
  WEEK_START: '0',
  WEEK_OF_YEAR_POLICY: '0',
  ROWS_PER_RESULTSET: '0',
  MULTI_STATEMENT_COUNT: '1',
  AUTOCOMMIT: 'TRUE',
};

/** Logs in and pins the session. */
export async function openSession(settings: SnowflakeSettings): Promise<Connection> {
  const options = connectionOptions(settings, process.env);
  const sdk = await loadSdk();
  try {
    const connection = sdk.createConnection(options);
    await new Promise<void>((resolve, reject) => {
      connection.connectAsync((error) => (error ? reject(error) : resolve())).catch(reject);
    });
    await execute(connection, pinning(settings.statementTimeout)).catch(async (error: unknown) => {
      await closeSession(connection);
      throw error;
    });
    return connection;
  } catch (error) {
    throw failureOf(error);
  }
}

export function closeSession(connection: Connection): Promise<void> {
  return new Promise((resolve) => connection.destroy(() => resolve()));
}

function pinning(timeout: string | undefined): string {
  const limit = timeout === undefined ? {} : { STATEMENT_TIMEOUT_IN_SECONDS: String(parseDuration(timeout)) };
  return `ALTER SESSION SET ${Object.entries({ ...PINNED, ...limit })
    .map(([name, value]) => `${name} = ${value}`)
    .join(' ')}`;
}

function execute(connection: Connection, sqlText: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.execute({ sqlText, complete: (error) => (error ? reject(error) : resolve()) });
  });
}
