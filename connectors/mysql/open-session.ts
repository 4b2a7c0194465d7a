import type { Connection, ConnectionOptions } from 'mysql2';
import { parseDuration } from '../../src/base/duration.ts';
import { ask, openConnection } from './connection.ts';
import { sessionStatements } from './session.ts';
import type { MysqlSettings } from './settings.ts';

/** A connection whose session is set. */
export interface Session {
  readonly connection: Connection;
  readonly version: string;
  /** Ends the connection's query. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Connects and sets the session. @param last what it is for: `READING` or `WRITING` */
export async function openSession(
  options: ConnectionOptions,
  settings: MysqlSettings,
  last: readonly string[],
): Promise<Session> {
  const connection = await openConnection(options);
  try {
    const [[version, id, warnings, notes] = []] = await ask(
      connection,
      'SELECT VERSION(), CONNECTION_ID(), @@SESSION.max_error_count, @@SESSION.sql_notes',
    );
    const limit = settings.statementTimeout;
    const timeout = limit === undefined ? undefined : parseDuration(limit);
    const tells = { warnings: warnings !== '0', notes: notes === '1' };
    for (const statement of [...sessionStatements(version ?? '', tells, timeout), ...last]) {
      await ask(connection, statement);
    }
    return {
      connection,
      version: version ?? '',
      kill: () => killQuery(options, id ?? ''),
      close: () => close(connection),
    };
  } catch (error) {
    connection.destroy();
    throw error;
  }
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
