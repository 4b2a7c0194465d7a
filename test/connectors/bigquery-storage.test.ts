import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, onTestFinished, test } from 'vitest';
import { allRows } from '../../src/source/all-rows.ts';
import type { Driver, Row } from '../../src/source/driver.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { CALL } from '../conformance/bench.ts';
import { startFaultProxy } from '../services/fault-proxy.ts';
import { startTcpProxy } from '../services/tcp-proxy.ts';
import { bigqueryBench } from './bigquery-bench.ts';

/** A driver that reads through the Storage API, one that reads through pages, and what is between them and the server. */
async function drivers() {
  const [rest, grpc] = await Promise.all([
    startFaultProxy(inject('bigquery')),
    startTcpProxy(inject('bigqueryStorage')),
  ]);
  onTestFinished(async () => {
    await Promise.all([rest.stop(), grpc.stop()]);
  });
  const bench = await bigqueryBench(rest.url);
  const open = async (endpoint: { storageEndpoint?: string }): Promise<Driver> => {
    const driver = await (await bench.source(endpoint)).connect();
    onTestFinished(() => driver.close());
    return driver;
  };
  const pages = () =>
    rest.requests().filter(({ path }) => /\/queries\//.test(path) && !path.includes('maxResults=0')).length;
  return {
    rest,
    grpc,
    pages,
    stored: await open({ storageEndpoint: grpc.address }),
    paged: await open({}),
  };
}

/** Ordered otherwise than they are made. */
const numbers = (count: number, text: Sql = sql`'x'`): Sql =>
  sql`SELECT CAST(i AS STRING), ${text} FROM UNNEST(GENERATE_ARRAY(1, CAST(${String(count)} AS INT64))) AS i ORDER BY MOD(i * 7919, 60013), i`;

const hashOf = (rows: readonly Row[]) => createHash('sha256').update(JSON.stringify(rows)).digest('hex');

test('60,000 ordered rows come as pages give them, and no page is asked for', async () => {
  const { stored, paged, grpc, pages } = await drivers();
  const query = numbers(60_000, sql`IF(MOD(i, 3) = 0, NULL, CONCAT('n', CAST(i AS STRING)))`);
  const rows = await allRows(stored.rows(query, CALL));
  expect(rows).toHaveLength(60_000);
  expect(rows.filter(([, text]) => text === null)).toHaveLength(20_000);
  expect(grpc.connections()).toBe(1);
  expect(pages()).toBe(0);
  expect(hashOf(rows)).toBe(hashOf(await allRows(paged.rows(query, CALL))));
  expect(pages()).toBeGreaterThan(0);
});

test('texts come as they are, whatever is in them and whatever the columns are called', async () => {
  const { stored, grpc } = await drivers();
  const texts = ['', ' ', '"', "'", '\\', 'a\nb\r\n', 'é', '🌊🧪', '\u{feff}begins so', '\u0000', 'null'];
  const long = 'ü'.repeat(50_000);
  const query = sql`SELECT CAST(i AS STRING), CASE MOD(i, 16) ${cases(texts)} WHEN 11 THEN IF(i < 400, REPEAT('ü', 50000), NULL) END, IF(MOD(i, 2) = 0, NULL, 'odd') AS f0_, CAST(NULL AS STRING) AS ${sql`\`ö & co\``} FROM UNNEST(GENERATE_ARRAY(0, 20999)) AS i ORDER BY i`;
  const rows = await allRows(stored.rows(query, CALL));
  expect(grpc.connections()).toBe(1);
  const expected = (i: number): Row => [
    String(i),
    i % 16 === 11 && i < 400 ? long : (texts[i % 16] ?? null),
    i % 2 === 0 ? null : 'odd',
    null,
  ];
  expect(rows).toHaveLength(21_000);
  expect(rows.findIndex((row, i) => JSON.stringify(row) !== JSON.stringify(expected(i)))).toBe(-1);
});

function cases(texts: readonly string[]): Sql {
  return texts.reduce((all, text, i) => sql`${all} WHEN CAST(${String(i)} AS INT64) THEN ${text}`, sql``);
}

test('a small result is read through pages, without a connection to the Storage API', async () => {
  const { stored, grpc, pages } = await drivers();
  expect(await allRows(stored.rows(numbers(20_000), CALL))).toHaveLength(20_000);
  expect(grpc.connections()).toBe(0);
  expect(pages()).toBe(1);
});

test('a stream that breaks off goes on where it stood: no row is lost, none comes twice', async () => {
  const { stored, paged, grpc, pages } = await drivers();
  const query = numbers(60_000, sql`REPEAT(CAST(i AS STRING), 20)`);
  grpc.cutAfter(1_500_000, 2);
  const rows = await allRows(stored.rows(query, CALL));
  expect(grpc.connections()).toBe(3);
  expect(pages()).toBe(0);
  expect(hashOf(rows)).toBe(hashOf(await allRows(paged.rows(query, CALL))));
});

test('aborting ends the stream at once', async () => {
  const { stored, grpc } = await drivers();
  const abort = new AbortController();
  const query = numbers(60_000, sql`REPEAT('x', 2000)`);
  let aborted = 0;
  const read = async () => {
    for await (const batch of stored.rows(query, { ...CALL, signal: abort.signal })) {
      expect(batch.length).toBeGreaterThan(0);
      aborted = Date.now();
      abort.abort();
    }
  };
  await expect(read()).rejects.toMatchObject({ code: 'cancelled' });
  expect(Date.now() - aborted).toBeLessThan(1_000);
  const taken = grpc.received();
  await sleep(500);
  expect(grpc.received() - taken).toBeLessThan(1_000_000);
  expect(grpc.received()).toBeLessThan(60_000 * 2000);
});

test('rows that are taken slowly wait in the server', async () => {
  const { stored, grpc } = await drivers();
  const all = 60_000 * 4_000;
  let rows = 0;
  for await (const batch of stored.rows(numbers(60_000, sql`REPEAT('x', 4000)`), CALL)) {
    rows += batch.length;
    if (rows > 5_000) break;
    await sleep(1_000);
  }
  expect(grpc.received()).toBeLessThan(all / 2);
});

test('pages give the rows where the Storage API cannot be reached', async () => {
  const { stored, grpc, pages } = await drivers();
  await grpc.stop();
  expect(await allRows(stored.rows(numbers(20_001), CALL))).toHaveLength(20_001);
  expect(pages()).toBe(1);
});
