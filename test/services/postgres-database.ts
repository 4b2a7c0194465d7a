import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** A database of the test file's own on the tests' server. */
export interface PostgresDatabase {
  readonly url: string;
  /** Runs statements as the superuser, in a connection of their own. @returns the last one's rows */
  run(statement: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  drop(): Promise<void>;
}

export async function createPostgresDatabase(options = ''): Promise<PostgresDatabase> {
  const server = inject('postgres');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await query(server, `CREATE DATABASE ${name} ${options}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    run: (statement, values) => query(url.href, statement, values),
    drop: async () => {
      // WITH (FORCE) would do both from Postgres 13 on.
      await query(server, 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
        name,
      ]);
      await query(server, `DROP DATABASE IF EXISTS ${name}`);
    },
  };
}

async function query(url: string, statement: string, values: readonly unknown[] = []) {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const result =
      values.length > 0 ? await client.query(statement, [...values]) : await client.query(statement);
    const last = Array.isArray(result) ? result.at(-1) : result;
    return last.rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}
