import { randomUUID } from 'node:crypto';
import { sql } from '../../src/source/sql.ts';
import { freePort } from '../services/free-port.ts';
import type { PostgresDatabase } from '../services/postgres-database.ts';
import { type EngineServer, WRONG_PASSWORD } from './engine-server.ts';
import { sourceAt } from './source-at.ts';

const TIDEMARK = `application_name = 'tidemark' AND datname = current_database()`;

/** The tests' Postgres, as far as it serves the database. */
export async function postgresServer({ url, run }: PostgresDatabase) {
  const at = (change: (url: URL) => void, changes = {}) =>
    sourceAt(url, change, (env) => ({ type: 'postgres', url: env, schema: 'public', ...changes }));
  const closedPort = await freePort();
  const roles: string[] = [];
  const server: EngineServer = {
    denied: async () => {
      const role = `r_${randomUUID().replaceAll('-', '')}`;
      await run(`CREATE ROLE ${role} LOGIN PASSWORD 'role'`);
      roles.push(role);
      return at((u) => Object.assign(u, { username: role, password: 'role' }));
    },
    wrongPassword: await at((u) => Object.assign(u, { password: WRONG_PASSWORD })),
    unreachable: await at((u) => Object.assign(u, { port: closedPort, password: WRONG_PASSWORD })),
    brief: await at(() => {}, { statementTimeout: '1s' }),
    slow: sql`SELECT pg_sleep(3600)::text`,
    // In the select list, where its rows are not all made before the first one is given.
    endless: sql`SELECT repeat('x', 1000), generate_series(1, 1000000000)`,
    lose: async () => {
      await run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${TIDEMARK}`);
    },
    running: async (label) => {
      const found = await run(
        `SELECT 1 FROM pg_stat_activity WHERE ${TIDEMARK} AND state = 'active' AND starts_with(query, '/* ' || $1)`,
        [label],
      );
      return found.length;
    },
  };
  const dropUsers = async () => {
    for (const role of roles) await run(`DROP ROLE ${role}`);
  };
  return { server, dropUsers };
}
