import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { allRows } from '../../src/source/all-rows.ts';
import { sql } from '../../src/source/sql.ts';
import { CALL } from '../conformance/bench.ts';
import { startPostgres } from '../services/postgres.ts';
import { postgresShop, postgresSource } from './postgres-shop.ts';

const ENDLESS = sql`SELECT repeat('x', 1000) FROM generate_series(1, 100000000)`;

async function running(
  run: (statement: string) => Promise<readonly Record<string, unknown>[]>,
  label: string,
) {
  const rows = await run(
    `SELECT query FROM pg_stat_activity WHERE application_name = 'tidemark' AND state = 'active'
       AND datname = current_database() AND query LIKE '/* ${label} */%'`,
  );
  return rows.length;
}

async function eventually(count: () => Promise<number>, wanted: number): Promise<void> {
  for (let i = 0; i < 100 && (await count()) !== wanted; i++) await setTimeout(50);
  expect(await count()).toBe(wanted);
}

test('an aborted call ends the query in the server, also while it works without giving rows', async () => {
  const { run, source } = await postgresShop('');
  const { connect } = await source();
  for (const query of [sql`SELECT pg_sleep(60)::text`, ENDLESS]) {
    const driver = await connect();
    const abort = new AbortController();
    const reading = (async () => {
      for await (const _ of driver.rows(query, { signal: abort.signal, label: 'to be cancelled' }))
        await setTimeout(5);
    })();
    await eventually(() => running(run, 'to be cancelled'), 1);
    abort.abort();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    await eventually(() => running(run, 'to be cancelled'), 0);
    expect(await driver.version(CALL)).toMatch(/^\d+/);
    await driver.close();
  }
});

test('leaving the loop ends the query in the server, and the driver goes on', async () => {
  const { run, source } = await postgresShop('');
  const driver = await (await source()).connect();
  for await (const _ of driver.rows(ENDLESS, { ...CALL, label: 'left early' })) break;
  expect(await running(run, 'left early')).toBe(0);
  expect(await driver.version(CALL)).toMatch(/^\d+/);
  await driver.close();
});

test('a slow consumer slows the server down, and memory stays bounded', async () => {
  const { source } = await postgresShop('');
  const driver = await (await source()).connect();
  const before = process.memoryUsage().rss;
  let rows = 0;
  for await (const batch of driver.rows(ENDLESS, CALL)) {
    expect(batch.length).toBeLessThan(5000);
    rows += batch.length;
    if (rows > 2000) break;
    await setTimeout(20);
  }
  await setTimeout(500);
  expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  await driver.close();
});

test('closing a driver in the middle of a query leaves none behind', async () => {
  const { run, source } = await postgresShop('');
  const driver = await (await source()).connect();
  const rows = driver.rows(ENDLESS, { ...CALL, label: 'closed over' })[Symbol.asyncIterator]();
  await rows.next();
  await driver.close();
  await eventually(() => running(run, 'closed over'), 0);
});

test('a server that goes away in mid-scan is unavailable, not wrong', async () => {
  const { url, stop } = await startPostgres();
  const { connect } = await postgresSource(url);
  const driver = await connect();
  const reading = allRows(driver.rows(sql`SELECT pg_sleep(60)::text`, CALL));
  const outcome = expect(reading).rejects.toMatchObject({ code: 'source-unavailable' });
  await setTimeout(300);
  await stop();
  await outcome;
  await expect(driver.version(CALL)).rejects.toMatchObject({ code: 'source-unavailable' });
  await driver.close();
  await expect(connect()).rejects.toMatchObject({ code: 'source-unavailable' });
});
