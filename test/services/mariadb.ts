import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mysql from 'mysql2/promise';
import { type Certificates, installCertificates } from './certificates.ts';
import { findServer } from './find-server.ts';
import { freePort } from './free-port.ts';
import { keepServer } from './keep-server.ts';
import { handOver, serverUser } from './server-user.ts';

const PLACES = ['/usr/sbin', '/usr/libexec', '/usr/local/sbin', '/usr/local/mysql/bin', '/opt/homebrew/bin'];
/** A zone with clock changes, said so that it needs no files: what a query leaves to the server's own would show. */
const ZONE = 'EST5EDT,M3.2.0,M11.1.0';
const PASSWORD = 'pa:ss@w/rd-of-tests';

/**
 * Starts a MariaDB (or MySQL 8) of the tests' own: user tidemark, who may do everything, and a database.
 * @param certificates for a server that speaks nothing but TLS
 */
export async function startMariadb(
  certificates?: Certificates,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = findServer(['mariadbd', 'mysqld'], 'mariadb-server', PLACES);
  const user = serverUser('mysql');
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-mariadb-'));
  const setUp = path.join(folder, 'set-up.sql');
  writeFileSync(
    setUp,
    `CREATE USER tidemark@'%' IDENTIFIED BY '${PASSWORD}';\nGRANT ALL ON *.* TO tidemark@'%' WITH GRANT OPTION;\nCREATE DATABASE tidemark;\n`,
  );
  const data = path.join(folder, 'data');
  const temporary = path.join(folder, 'tmp');
  mkdirSync(data);
  mkdirSync(temporary);
  handOver(user, folder, setUp, data, temporary);
  makeData(server, data, { cwd: folder, ...user });

  const own = certificates && installCertificates(certificates, folder, user);
  const tls = own && { 'ssl-cert': own.certificate, 'ssl-key': own.key, 'require-secure-transport': 'ON' };
  const port = await freePort();
  const settings = {
    datadir: data,
    // A server that starts removes the temporary tables of others that share its folder.
    tmpdir: temporary,
    socket: path.join(folder, 'socket'),
    'pid-file': path.join(folder, 'pid'),
    port,
    'bind-address': '127.0.0.1',
    'init-file': setUp,
    'innodb-flush-log-at-trx-commit': 0,
    'innodb-buffer-pool-size': '128M',
    ...tls,
  };
  const url = `mysql://tidemark:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/tidemark`;
  const stop = await keepServer({
    command: server,
    args: [
      '--no-defaults',
      '--skip-name-resolve',
      ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
    ],
    folder,
    environment: { TZ: ZONE },
    user,
    stopSignal: 'TERM',
    ask: async () => {
      const connection = await mysql.createConnection({
        uri: url,
        ...(tls && { ssl: { rejectUnauthorized: false } }),
      });
      await connection.end();
    },
  });
  return { url, stop };
}

/** MariaDB has a script for it, which lies beside the server or in a folder of the PATH; MySQL does it itself. */
function makeData(server: string, data: string, options: { cwd: string; uid?: number; gid?: number }): void {
  const bin = path.dirname(server);
  const script = [bin, path.join(bin, '../bin'), path.join(bin, '../scripts')]
    .map((folder) => path.join(folder, 'mariadb-install-db'))
    .find(existsSync);
  const args = script
    ? ['--no-defaults', `--datadir=${data}`, '--skip-test-db', '--auth-root-authentication-method=normal']
    : ['--no-defaults', `--datadir=${data}`, '--initialize-insecure'];
  execFileSync(script ?? server, args, { stdio: 'pipe', ...options });
}
