import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Certificates, installCertificates } from './certificates.ts';
import { findServer } from './find-server.ts';
import { freePort } from './free-port.ts';
import { keepServer } from './keep-server.ts';
import { handOver, type ServerUser, serverUser } from './server-user.ts';

const PLACES = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/usr/local/pgsql/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
];
const PASSWORD = 'pa:ss@w/rd-of-tests';
const SETTINGS = {
  fsync: 'off',
  max_connections: '100',
  listen_addresses: '127.0.0.1',
  shared_buffers: '64MB',
};
/** Since 14. Tests cut connections on purpose; a lost client must not keep its query. */
const CHECK_CLIENTS = { client_connection_check_interval: '1s' };

export interface PostgresServer {
  readonly url: string;
  /** Runs pg_ctl on the server's data: `restart -m immediate`. */
  pgCtl(...args: readonly string[]): void;
  stop(): Promise<void>;
}

/**
 * Starts a Postgres of the tests' own: role tidemark, a superuser with a password, and an empty database.
 * @param certificates for a server that speaks nothing but TLS
 */
export async function startPostgres(certificates?: Certificates): Promise<PostgresServer> {
  const server = findServer(['postgres'], 'postgresql', PLACES);
  const user = serverUser('postgres');
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-postgres-'));
  const passwordFile = path.join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  handOver(user, folder, passwordFile);
  const data = path.join(folder, 'data');
  execFileSync(
    path.join(path.dirname(server), 'initdb'),
    [
      '-D',
      data,
      '-U',
      'tidemark',
      '-A',
      'scram-sha-256',
      '--pwfile',
      passwordFile,
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { stdio: 'pipe', cwd: folder, ...user },
  );
  const [, major] =
    /(\d+)/.exec(execFileSync(server, ['--version'], { encoding: 'utf8', cwd: folder })) ?? [];
  const checks = Number(major) >= 14 ? CHECK_CLIENTS : {};
  const tls = certificates ? onlyTls(certificates, folder, user) : {};
  const port = await freePort();
  const settings = Object.entries({ ...SETTINGS, ...checks, ...tls, port, unix_socket_directories: folder });
  const url = `postgres://tidemark:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres`;
  const pgCtl = (...args: readonly string[]) =>
    void execFileSync(path.join(path.dirname(server), 'pg_ctl'), ['-D', data, '-w', ...args], {
      stdio: 'ignore',
      cwd: folder,
      ...user,
    });
  const stop = await keepServer({
    command: server,
    args: ['-D', data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    folder,
    user,
    stopSignal: 'INT',
    ask: async () => {
      const client = new pg.Client(certificates ? `${url}?sslmode=no-verify` : url);
      await client.connect();
      await client.end();
    },
  });
  return { url, stop, pgCtl };
}

/** The settings of a server that refuses whoever comes without TLS. */
function onlyTls(certificates: Certificates, folder: string, user: ServerUser) {
  const { certificate, key } = installCertificates(certificates, folder, user);
  const hba = path.join(folder, 'pg_hba.conf');
  writeFileSync(hba, 'hostssl all all all scram-sha-256\n');
  handOver(user, hba);
  return { ssl: 'on', ssl_cert_file: certificate, ssl_key_file: key, hba_file: hba };
}
