import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { openCatalog } from '../../src/catalog/open-catalog.ts';
import { createPostgresDatabase } from '../services/postgres-database.ts';
import { archivesSuite } from './archives-suite.ts';
import { catalogSuite, version } from './catalog-suite.ts';

async function emptyDatabase() {
  const database = await createPostgresDatabase();
  onTestFinished(() => database.drop());
  return database;
}

const open = async () => {
  const { url, run } = await emptyDatabase();
  const catalog = await openCatalog(url, '/');
  onTestFinished(() => catalog.close());
  return { catalog, again: () => openCatalog(url, '/'), raw: (statement: string) => run(statement) };
};

catalogSuite('Postgres', open);
archivesSuite('Postgres', open);

test('TRUNCATE does not get around the triggers', async () => {
  const { url, run } = await emptyDatabase();
  await (await openCatalog(url, '/')).close();
  for (const table of ['versions', 'nodes']) {
    await expect(run(`TRUNCATE ${table}`)).rejects.toThrow(/immutable/);
    await expect(run(`TRUNCATE ${table} CASCADE`)).rejects.toThrow(/immutable/);
  }
});

test('many that open a new catalog at once all find it made', async () => {
  const { url } = await emptyDatabase();
  const catalogs = await Promise.all(Array.from({ length: 5 }, () => openCatalog(url, '/')));
  for (const catalog of catalogs) expect(await catalog.versions.list('orders')).toEqual([]);
  await Promise.all(catalogs.map((c) => c.close()));
});

test('versions that share nodes, whatever their order, can be published at once', async () => {
  const { url, run } = await emptyDatabase();
  const catalogs = await Promise.all([openCatalog(url, '/'), openCatalog(url, '/')]);
  const admin = new pg.Client(url);
  await admin.connect();
  onTestFinished(async () => {
    await admin.end();
    await Promise.all(catalogs.map((c) => c.close()));
  });
  // Both stop at the node in the middle; each then has what the other wants next, were they to keep their orders.
  await admin.query("BEGIN; INSERT INTO nodes (digest, body) VALUES ('m', '')");
  const nodes = ['a', 'm', 'z'].map((digest) => ({ digest, body: '{}' }));
  const publish = (catalog: Catalog | undefined, dataset: string, shared: typeof nodes) =>
    catalog?.versions.publish({ version: version(dataset, 30, 'a'), nodes: shared, run: 'run', tag: null });
  const published = Promise.all([
    publish(catalogs[0], 'orders', nodes),
    publish(catalogs[1], 'others', nodes.toReversed()),
  ]);
  const waiting = 'SELECT 1 FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()';
  const mine = `${waiting} AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`;
  while ((await run(mine)).length < 2) await sleep(10);
  await admin.query('ROLLBACK');
  expect((await published).map((p) => p?.added)).toEqual([true, true]);
});

test('a catalog of a newer Tidemark is refused', async () => {
  const { url, run } = await emptyDatabase();
  await (await openCatalog(url, '/')).close();
  await run("INSERT INTO tidemark_migrations (name) VALUES ('9999-from-the-future')");
  await expect(openCatalog(url, '/')).rejects.toMatchObject({ code: 'catalog-newer' });
});

test('of several that take a free lock at once, one has it', async () => {
  const { url } = await emptyDatabase();
  const catalogs = await Promise.all(Array.from({ length: 4 }, () => openCatalog(url, '/')));
  const holder = (owner: string) => ({ owner, host: 'here', pid: 1, since: '2020-11-01T00:00:00Z' as never });
  const taken = await Promise.all(catalogs.map((c, i) => c.locks.take('l', holder(String(i)))));
  expect(taken.filter((other) => other === undefined)).toHaveLength(1);
  await Promise.all(catalogs.map((c) => c.close()));
});

test('a catalog that cannot be reached is told without its password', async () => {
  const { url } = await emptyDatabase();
  const wrong = new URL(url);
  wrong.password = 'wrong-password';
  const closed = new URL(wrong);
  closed.port = '1';
  for (const { href } of [wrong, closed]) {
    const error = await openCatalog(href, '/').catch((e: unknown) => e as Error);
    expect(error).toMatchObject({ code: 'catalog-failed' });
    expect(String((error as Error).message)).not.toContain('wrong-password');
  }
});

test('a connection that the server ends is replaced by a new one', async () => {
  const { url, run } = await emptyDatabase();
  const catalog = await openCatalog(url, '/');
  onTestFinished(() => catalog.close());
  await run(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  const first = await catalog.versions.list('orders').catch((e: unknown) => e);
  expect(
    first === undefined || Array.isArray(first) || (first as { code: string }).code === 'catalog-failed',
  ).toBe(true);
  expect(await catalog.versions.list('orders')).toEqual([]);
});
