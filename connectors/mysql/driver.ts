import type { ConnectionOptions } from 'mysql2';
import { allRows } from '../../src/source/all-rows.ts';
import type { Driver } from '../../src/source/driver.ts';
import { sql } from '../../src/source/sql.ts';
import { columnsOf } from './columns.ts';
import { rendered } from './dialect.ts';
import { openSession } from './open-session.ts';
import { mysqlPins } from './pins.ts';
import { READING, WRITING } from './session.ts';
import type { MysqlSettings } from './settings.ts';
import { streamRows } from './stream-rows.ts';

/** One connection with one consistent, read-only snapshot, and so one moment, until `close`. */
export async function openMysql(options: ConnectionOptions, settings: MysqlSettings): Promise<Driver> {
  const session = await openSession(options, settings, READING);
  const { connection, version, kill } = session;
  const rows: Driver['rows'] = (query, call) => streamRows(connection, rendered(query), call, kill);
  const { pins } = settings;
  return {
    moment: async () => undefined,
    version: async (call) => {
      await allRows(rows(sql`SELECT 1`, call));
      return version;
    },
    columns: (table, call) => columnsOf(rows, table, call),
    rows,
    changeToken: async () => undefined,
    pins: pins && mysqlPins(pins.database, () => openSession(options, settings, WRITING)),
    pinsAreFiltered: true,
    close: () => session.close(),
  };
}
