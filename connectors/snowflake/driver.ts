import type { Connection } from 'snowflake-sdk';
import { allRows } from '../../src/source/all-rows.ts';
import type { Call, Driver } from '../../src/source/driver.ts';
import { fixedMoment } from '../../src/source/fixed-moment.ts';
import { printSql, sql } from '../../src/source/sql.ts';
import { changeToken } from './change-token.ts';
import { snowflakeDialect } from './dialect.ts';
import { pastAt } from './past.ts';
import { clonePins, type PinPlace } from './pins.ts';
import { queryCost } from './query-cost.ts';
import { tableNames } from './reference.ts';
import { closeSession, openSession } from './session.ts';
import type { SnowflakeSettings } from './settings.ts';
import { streamRows } from './stream-rows.ts';

/**
 * One session; its moment is a point in time, at which Time Travel shows every table.
 * @param moment an earlier one that is to be seen
 */
export async function openSnowflake(settings: SnowflakeSettings, moment?: string): Promise<Driver> {
  return driverOf(await openSession(settings), settings, moment);
}

function driverOf(connection: Connection, settings: SnowflakeSettings, given: string | undefined): Driver {
  const dialect = snowflakeDialect(settings);
  // Values stand in the text as literals, so that none is of a type that the server guessed.
  const rows: Driver['rows'] = (query, call) =>
    streamRows(
      connection,
      printSql(query, (value) => dialect.literal(value)),
      call,
    );
  const momentOf = fixedMoment(async (call) => given ?? now(rows, call));
  const tableThen = async (table: string, call: Call) => dialect.table(table, await momentOf(call));
  const place = pinPlace(settings);
  return {
    moment: momentOf,
    version: async (call) => {
      const [row] = await allRows(rows(sql`SELECT CURRENT_VERSION()`, call));
      return row?.[0] ?? '';
    },
    columns: async (table, call) => {
      const found = await allRows(rows(sql`DESCRIBE TABLE ${dialect.table(table, undefined)}`, call));
      return found.map((row) => ({ name: row[0] ?? '', native: row[1] ?? '' }));
    },
    rows,
    changeToken: (table, call) => changeToken(rows, tableNames(table, settings), call),
    cost: (call) => queryCost(rows, settings.database, call),
    past: async (table, call) => pastAt(rows, tableNames(table, settings), await momentOf(call), call),
    pins: place && clonePins(place, rows, tableThen),
    close: () => closeSession(connection),
  };
}

function pinPlace({ database, pins }: SnowflakeSettings): PinPlace | undefined {
  if (!pins) return undefined;
  // As the names of a table's place are read, with a table that is not there.
  const [inDatabase = '', inSchema = ''] = tableNames(`${pins.schema}.PIN`, { database, schema: '' });
  return { database: inDatabase, schema: inSchema, retentionDays: pins.retentionDays };
}

/** The server's clock, by which it also stamps what is committed. */
async function now(rows: Driver['rows'], call: Call): Promise<string> {
  const utc = sql`CAST(CONVERT_TIMEZONE('UTC', CURRENT_TIMESTAMP()) AS TIMESTAMP_NTZ(9))`;
  const format = sql`${'YYYY-MM-DD HH24:MI:SS.FF9'}`;
  const [row] = await allRows(rows(sql`SELECT TO_VARCHAR(${utc}, ${format})`, call));
  return `${row?.[0] ?? ''} +00:00`;
}
