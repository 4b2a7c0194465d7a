import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { sql } from '../../src/source/sql.ts';
import { CALL } from '../conformance/bench.ts';
import { tempFolder } from '../support/temp-folder.ts';
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

test('a piece has every value but NULL in quotes, and its longest line is measured over line ends within them', async () => {
  const { source } = await postgresShop('');
  const driver = await (await source()).connect();
  const file = path.join(tempFolder(), 'piece');
  const query = sql`SELECT v, ${"it's"} FROM (VALUES (E'a\n"b"\r\n,'), (NULL), ('\\N'), ('')) t(v)`;
  const written = await driver.extract?.(query, file, CALL);
  const lines = ['"a\n""b""\r\n,","it\'s"\n', '\\N,"it\'s"\n', '"\\N","it\'s"\n', '"","it\'s"\n'];
  expect(readFileSync(file, 'utf8')).toBe(lines.join(''));
  expect(written).toEqual({ format: 'text', rows: 4n, longestLine: lines[0]?.length });
  await driver.close();
});

test('a piece that is cancelled, or fails, ends its query on the server, and the driver goes on', async () => {
  const { run, source } = await postgresShop('');
  const driver = await (await source()).connect();
  const folder = tempFolder();
  const stop = new AbortController();
  const file = path.join(folder, 'endless');
  const endless = driver.extract?.(ENDLESS, file, { label: 'cut off', signal: stop.signal });
  endless?.catch(() => {});
  await eventually(() => running(run, 'cut off'), 1);
  while ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) await setTimeout(20);
  stop.abort();
  await expect(endless).rejects.toMatchObject({ code: 'cancelled' });
  await eventually(() => running(run, 'cut off'), 0);
  const wrong = sql`SELECT 1 / (1000 - i) FROM generate_series(1, 2000) i`;
  await expect(driver.extract?.(wrong, path.join(folder, 'wrong'), CALL)).rejects.toMatchObject({
    code: 'source-invalid',
    message: expect.stringContaining('division by zero'),
  });
  await expect(driver.extract?.(sql`SELECT 1`, path.join(folder, 'no', 'folder'), CALL)).rejects.toThrow(
    'ENOENT',
  );
  expect(await driver.version(CALL)).toMatch(/^\d/);
  await driver.close();
});
