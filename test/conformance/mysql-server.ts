import type mysql from 'mysql2/promise';
import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { freePort } from '../services/free-port.ts';
import { type EngineServer, WRONG_PASSWORD } from './engine-server.ts';
import { sourceAt } from './source-at.ts';

/** As many rows as the power of ten, which no server counts beforehand. */
const rows = (power: number): Sql => {
  const ten = sql`(SELECT 1 AS a${Array.from({ length: 9 }, () => sql` UNION ALL SELECT 1`).reduce((a, b) => sql`${a}${b}`)})`;
  const factors = Array.from({ length: power }, (_, i) => sql`${ten} AS ${rawSql(`f${i}`)}`);
  return factors.reduce((a, b) => sql`${a}, ${b}`);
};

/** The tests' MariaDB or MySQL, as far as it serves the database of the URL. @param admin another connection to it */
export async function mysqlServer(admin: mysql.Connection, url: string) {
  const at = (change: (url: URL) => void, changes = {}) =>
    sourceAt(url, change, (env) => ({ type: 'mysql', url: env, ...changes }));
  const database = new URL(url).pathname.slice(1);
  const closedPort = await freePort();
  const others = async (condition = 'TRUE', ...values: readonly string[]) => {
    const [found] = await admin.query<mysql.RowDataPacket[]>(
      `SELECT ID AS id FROM information_schema.PROCESSLIST WHERE DB = ? AND ID <> CONNECTION_ID() AND ${condition}`,
      [database, ...values],
    );
    return found.map((row) => Number(row['id']));
  };
  const users: string[] = [];
  const server: EngineServer = {
    denied: async () => {
      const user = `'${database}_${users.length}'@'%'`;
      await admin.query(`CREATE USER ${user} IDENTIFIED BY 'user'`);
      users.push(user);
      // Something in the database, without which the server would refuse the connection already.
      await admin.query(`GRANT CREATE TEMPORARY TABLES ON ${database}.* TO ${user}`);
      return at((u) => Object.assign(u, { username: `${database}_${users.length - 1}`, password: 'user' }));
    },
    wrongPassword: await at((u) => Object.assign(u, { password: WRONG_PASSWORD })),
    unreachable: await at((u) => Object.assign(u, { port: closedPort, password: WRONG_PASSWORD })),
    brief: await at(() => {}, { statementTimeout: '1s' }),
    // One SLEEP alone would end without an error when it is interrupted; a query that goes on to a next row does not.
    slow: sql`SELECT CAST(SUM(SLEEP(0.04)) AS CHAR) FROM ${rows(5)}`,
    endless: sql`SELECT REPEAT('x', 1000) FROM ${rows(9)}`,
    lose: async () => {
      for (const id of await others()) await admin.query(`KILL ${id}`);
    },
    running: async (label) => (await others("INFO LIKE CONCAT('/* ', ?, '%')", label)).length,
  };
  const dropUsers = async () => {
    for (const user of users) await admin.query(`DROP USER ${user}`);
  };
  return { server, dropUsers };
}
