import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { sql } from '../../src/source/sql.ts';
import { CALL } from '../conformance/bench.ts';
import { postgresShop } from './postgres-shop.ts';

/** In the select list, where its rows are not all made before the first one is given. */
const ENDLESS = sql`SELECT repeat('x', 1000), generate_series(1, 1000000000)`;

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
