import { isIP } from 'node:net';
import mysql, { type Connection, type ConnectionOptions, type QueryError } from 'mysql2';
import { TidemarkError } from '../../src/base/errors.ts';
import { serverAddress } from '../../src/source/server-address.ts';
import { tlsOptions } from '../server-tls.ts';
import { tlsRefusal } from '../tls-refusal.ts';
import { MYSQL, type MysqlSettings } from './settings.ts';

/**
 * How to connect.
 * @param folder where a relative path starts from
 * @throws config-invalid, without the secret
 */
export function connectionOptions(settings: MysqlSettings, folder: string): ConnectionOptions {
  const { ssl, ...address } = serverAddress(settings, MYSQL, process.env);
  if (ssl === 'verify' && isIP(address.host) !== 0) {
    // The client would compare the certificate with "localhost".
    throw new TidemarkError(
      'config-invalid',
      `A MySQL source with ssl: verify needs a host name: ${address.host} is an address, which cannot be compared with ` +
        'the certificate. Set host to the name that the certificate holds.',
    );
  }
  const tls = tlsOptions(ssl, settings.ca, folder);
  // A host that is a path is a Unix socket.
  const socket = address.host.startsWith('/') ? { socketPath: address.host } : {};
  return {
    ...address,
    ...socket,
    ...OPTIONS,
    ...(tls ? { ssl: { ...tls, verifyIdentity: ssl === 'verify' } } : {}),
  };
}

/** A connection, or why there is none. Values arrive as the text that the server sends. */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const connection = mysql.createConnection(options);
  await new Promise<void>((resolve, reject) =>
    connection.connect((error) => (error ? reject(refusal(error, options)) : resolve())),
  );
  // Also keeps an error from ending the process where nothing is asked.
  connection.on('error', (error: Error) => lost.set(connection, error));
  return connection;
}

const ACCESS_DENIED = 1045;

/** MariaDB tells whoever comes without TLS, where that is asked for, no more than that access is denied. */
function refusal(error: Error, { ssl }: ConnectionOptions): unknown {
  if ((error as Partial<QueryError>).errno !== ACCESS_DENIED || ssl !== undefined) return tlsRefusal(error);
  const advice = 'If the password is right, the server may ask for TLS: set ssl to verify or require';
  return Object.assign(new Error(`${error.message}. ${advice}.`, { cause: error }), { errno: ACCESS_DENIED });
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
