import mysql, { type Connection, type ConnectionOptions } from 'mysql2';
import { serverAddress } from '../../src/source/server-address.ts';
import { tlsOptions } from '../server-tls.ts';
import { MYSQL, type MysqlSettings } from './settings.ts';

/**
 * How to connect.
 * @param folder where a relative path starts from
 * @throws config-invalid, without the secret
 */
export function connectionOptions(settings: MysqlSettings, folder: string): ConnectionOptions {
  const { ssl, ...address } = serverAddress(settings, MYSQL, process.env);
  const tls = tlsOptions(ssl, settings.ca, folder);
  // A host that is a path is a Unix socket.
  const socket = address.host.startsWith('/') ? { socketPath: address.host } : {};
  return { ...address, ...socket, ...OPTIONS, ...(tls ? { ssl: tls } : {}) };
}

/** A connection, or why there is none. Values arrive as the text that the server sends. */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const connection = mysql.createConnection(options);
  await new Promise<void>((resolve, reject) =>
    connection.connect((error) => (error ? reject(error) : resolve())),
  );
  // Also keeps an error from ending the process where nothing is asked.
  connection.on('error', (error: Error) => lost.set(connection, error));
  return connection;
}

/** Why connections ended: the client would leave a query on such a connection without any answer. */
const lost = new WeakMap<Connection, Error>();

/** @throws what ended the connection, if it has ended */
export function throwIfLost(connection: Connection): void {
  const error = lost.get(connection);
  if (error) throw error;
}

/** Hangs up, for good: whatever is asked then fails as on a connection that was lost. */
export function hangUp(connection: Connection): void {
  const error = new Error('The connection was given up, since a query on it could not be ended.');
  lost.set(connection, Object.assign(error, { code: 'TIDEMARK_CONNECTION_LOST' }));
  connection.destroy();
}

/** Asks without an answer, or with a small one. */
export function ask(connection: Connection, sql: string): Promise<(string | null)[][]> {
  return new Promise((resolve, reject) =>
    connection.query({ sql, ...AS_TEXT }, (error, rows) =>
      error ? reject(error) : resolve((Array.isArray(rows) ? rows : []) as (string | null)[][]),
    ),
  );
}

/** For each query: rows as lists, and every value as text. */
export const AS_TEXT = {
  rowsAsArray: true,
  typeCast: (field: { string(encoding: BufferEncoding): string | null }) => field.string('utf8'),
};

const OPTIONS: ConnectionOptions = {
  charset: 'UTF8MB4_BIN',
  connectTimeout: 10_000,
  multipleStatements: false,
  // The server is never to ask for a file of this machine.
  flags: ['-LOCAL_FILES'],
};
