import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { createPostgresDatabase } from '../services/postgres-database.ts';
import { openCliShop } from '../support/cli-shop.ts';

/** What no output may hold, whole or as it stands in the URL. */
export const CATALOG_PASSWORD = 'catalog:p@ss/w0rd-of-the-team';

/** A shop whose catalog is a Postgres database, its URL in the environment, and the tables made. */
export async function openSharedShop(datasets: string, rows?: number) {
  const database = await createPostgresDatabase();
  const name = new URL(database.url).pathname.slice(1);
  await database.run(`CREATE ROLE ${name} LOGIN PASSWORD '${CATALOG_PASSWORD}'`);
  await database.run(`ALTER DATABASE ${name} OWNER TO ${name}; ALTER SCHEMA public OWNER TO ${name}`);
  const admin = new pg.Client(database.url);
  admin.on('error', () => undefined);
  await admin.connect();
  onTestFinished(async () => {
    await admin.end();
    await database.run(`REASSIGN OWNED BY ${name} TO CURRENT_USER`);
    await database.run(
      `ALTER DATABASE ${name} OWNER TO CURRENT_USER; DROP OWNED BY ${name}; DROP ROLE ${name}`,
    );
    await database.drop();
  });
  const url = new URL(database.url);
  url.username = name;
  url.password = encodeURIComponent(CATALOG_PASSWORD);

  const shop = await openCliShop(datasets, rows);
  shop.config(
    `catalog: { env: TEAM_CATALOG }\nsources:\n  shop: { type: duckdb, path: data/shop.duckdb }\ndatasets:\n${datasets}\n`,
  );
  const env = { TEAM_CATALOG: url.href };
  const run: typeof shop.run = (args, options = {}) => shop.run(args, { env, ...options });
  await run('versions orders');
  return { folder: shop.folder, url: url.href, run, admin: admin.query.bind(admin), waiting };

  /** Returns when so many sessions of the catalog wait for a lock. @param ends what fails where a process ends before */
  async function waiting(count: number, ...ends: readonly Promise<unknown>[]): Promise<void> {
    const left = new Set(ends);
    for (const end of ends) void end.then(() => left.delete(end));
    while (left.size === ends.length) {
      const { rows: found } = await admin.query<{ pid: number }>(
        `SELECT pid FROM pg_locks WHERE NOT granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      if (found.length >= count) return;
      await sleep(20);
    }
    throw new Error('A process ended before it waited for the lock.');
  }
}

/** Collects when a process says so on standard error; fails where it ends before. */
export function onceSaid(text: string) {
  const { promise, resolve, reject } = withResolvers();
  // Nobody may be waiting yet.
  promise.catch(() => undefined);
  const onStart = (child: ChildProcess) => {
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said += String(chunk);
      if (said.includes(text)) resolve();
    });
    child.on('close', () => reject(new Error(`The process ended without saying "${text}": ${said}`)));
  };
  return { onStart, said: promise };
}

function withResolvers() {
  let resolve = () => {};
  let reject = (_: Error) => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
