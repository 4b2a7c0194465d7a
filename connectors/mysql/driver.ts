import type { Connection, ConnectionOptions } from 'mysql2';
import { parseDuration } from '../../src/base/duration.ts';
import { allRows } from '../../src/source/all-rows.ts';
import type { Driver } from '../../src/source/driver.ts';
import { printSql, type Sql, sql } from '../../src/source/sql.ts';
import { columnsOf } from './columns.ts';
import { ask, openConnection } from './connection.ts';
import { mysqlDialect } from './dialect.ts';
import { sessionStatements } from './session.ts';
import type { MysqlSettings } from './settings.ts';
import { streamRows } from './stream-rows.ts';

/** One connection with one consistent, read-only snapshot, and so one moment, until `close`. */
export async function openMysql(options: ConnectionOptions, settings: MysqlSettings): Promise<Driver> {
  const connection = await openConnection(options);
  try {
    const [[version, id, warnings, notes] = []] = await ask(
      connection,
      'SELECT VERSION(), CONNECTION_ID(), @@SESSION.max_error_count, @@SESSION.sql_notes',
    );
    const limit = settings.statementTimeout;
    const timeout = limit === undefined ? undefined : parseDuration(limit);
    const tells = { warnings: warnings !== '0', notes: notes === '1' };
    for (const statement of sessionStatements(version ?? '', tells, timeout)) {
      await ask(connection, statement);
    }
    return driverOf(connection, version ?? '', () => killQuery(options, id ?? ''));
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

function driverOf(connection: Connection, version: string, kill: () => Promise<void>): Driver {
  const rows: Driver['rows'] = (query, call) => streamRows(connection, rendered(query), call, kill);
  return {
    moment: async () => undefined,
    version: async (call) => {
      await allRows(rows(sql`SELECT 1`, call));
      return version;
    },
    columns: (table, call) => columnsOf(rows, table, call),
    rows,
    changeToken: async () => undefined,
    close: () => close(connection),
  };
}

/** On a connection of its own, since the other one is busy with the query. */
async function killQuery(options: ConnectionOptions, id: string): Promise<void> {
  const connection = await openConnection(options);
  await ask(connection, `KILL QUERY ${id}`).catch(() => {});
  await close(connection);
}

function close(connection: Connection): Promise<void> {
  return new Promise((resolve) =>
    connection.end(() => {
      connection.destroy();
      resolve();
    }),
  );
}

/** Values stand in the text as literals, which no setting of the session reads otherwise; so none is of a type that the server guessed. */
function rendered(query: Sql): string {
  return printSql(query, (value) => mysqlDialect.literal(value));
}
