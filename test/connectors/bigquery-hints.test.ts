import { expect, inject, onTestFinished, test } from 'vitest';
import { parseRecheck } from '../../src/partition/recheck.ts';
import type { Source } from '../../src/scan/dataset.ts';
import { datasetOf } from '../conformance/fixture.ts';
import { startFaultProxy } from '../services/fault-proxy.ts';
import { openSnapshots } from '../support/snapshots.ts';
import { bigqueryBench } from './bigquery-bench.ts';

const INGESTION = { ...datasetOf('').ingestion, recheck: parseRecheck('hints') };
const FIELDS = [
  { name: 'id', type: 'INT64' },
  { name: 'note', type: 'STRING' },
  { name: 'at', type: 'TIMESTAMP' },
  { name: 'made', type: 'DATE' },
];
/** Ten days from 2020-10-01 on, ten rows each. */
const ROWS = `INSERT INTO orders (id, note, at) SELECT i, 'note', TIMESTAMP_ADD(TIMESTAMP '2020-10-01 00:00:00+00', INTERVAL i * 8640 SECOND) FROM UNNEST(GENERATE_ARRAY(0, 99)) AS i`;

async function orders(partitioning: object, granularity: 'day' | 'month' = 'day') {
  const proxy = await startFaultProxy(inject('bigquery'));
  onTestFinished(() => proxy.stop());
  const bench = await bigqueryBench(proxy.url);
  await bench.createTable('orders', { schema: FIELDS, ...partitioning });
  await bench.run(ROWS);
  const ingestion = { ...INGESTION, granularity };
  const source = await bench.source();
  let beforeMoment: (() => Promise<void>) | undefined;
  /** Somebody else writes after the source was asked what had changed, and before the moment. */
  const raced: Source = {
    ...source,
    connect: async (limits) => {
      const driver = await source.connect(limits);
      const moment: typeof driver.moment = async (call) => {
        const write = beforeMoment;
        beforeMoment = undefined;
        await write?.();
        return driver.moment(call);
      };
      return { ...driver, moment };
    },
  };
  const snapshots = await openSnapshots(raced, { ingestion });
  /** The queries of the work that read the table. */
  const scansOf = async <T>(work: () => Promise<T>) => {
    const before = proxy.requests().length;
    const result = await work();
    const scans = proxy
      .requests()
      .slice(before)
      .filter(
        ({ method, path, body = '' }) =>
          method === 'POST' && /\/jobs(\?|$)/.test(path) && /`orders` FOR/.test(body),
      )
      .filter(({ body = '' }) => !body.includes('"dryRun":true'));
    return { result, scans: scans.map(({ body = '' }) => body) };
  };
  const getTable = async () => {
    const [metadata] = await bench.admin.dataset(bench.dataset).table('orders').getMetadata();
    return metadata as object;
  };
  return {
    ...bench,
    /** From now on the API says of the table that rows are in its streaming buffer; what else it says stays. */
    stream: async () => {
      const said = await getTable();
      proxy.plan([
        {
          method: 'GET',
          path: /\/tables\/orders/,
          times: 1_000,
          answer: { status: 200, body: { ...said, streamingBuffer: { estimatedRows: '1' } } },
        },
      ]);
    },
    take: (at = '2020-10-11') => scansOf(() => snapshots.take({ at })),
    /** @param statement runs between the question what has changed and the moment */
    takeRaced: (statement: string) => {
      beforeMoment = () => bench.run(statement);
      return snapshots.take({ at: '2020-10-11' });
    },
    takeFull: (at = '2020-10-11') => snapshots.take({ at, full: true }),
  };
}

const BY_DAY = { timePartitioning: { type: 'DAY', field: 'at' } };

test('an unchanged table is not scanned, and gives the same ID', async () => {
  const { take } = await orders(BY_DAY);
  const first = await take();
  expect(first.result.partitions.digested).toBe(10);
  expect(first.result.version.facts.trusted).toBe('recheck: hints (partition metadata)');
  const again = await take();
  expect(again.scans).toEqual([]);
  expect(again.result.version.id).toBe(first.result.version.id);
  expect(again.result.cost).toEqual({ bytesScanned: '0', bytesBilled: '0', slotMs: expect.any(String) });
});

test('what came since is all that is counted at a later watermark of an unchanged table', async () => {
  const { take, takeFull } = await orders(BY_DAY);
  await take('2020-10-06');
  const { result, scans } = await take('2020-10-11');
  expect(result.partitions).toMatchObject({ total: 10, digested: 5 });
  for (const scan of scans) expect(scan).toContain(">= TIMESTAMP '2020-10-06 00:00:00+00'");
  expect((await takeFull()).version.id).toBe(result.version.id);
});

test.each([
  ['a row that is changed', "UPDATE orders SET note = 'x' WHERE id = 5", '2020-10-01'],
  ['a row that is deleted', 'DELETE FROM orders WHERE id = 15', '2020-10-02'],
  [
    'a row that came late',
    "INSERT INTO orders (id, note, at) VALUES (777, 'late', '2020-10-03 05:00:00+00')",
    '2020-10-03',
  ],
  [
    'a partition that is emptied',
    "DELETE FROM orders WHERE at >= '2020-10-04' AND at < '2020-10-05'",
    '2020-10-04',
  ],
])('of %s only the partition is counted and digested', async (_, statement, day) => {
  const { run, take, takeFull } = await orders(BY_DAY);
  await take();
  await run(statement);
  const { result, scans } = await take();
  const next = `${day.slice(0, 9)}${Number(day.slice(9)) + 1}`;
  expect(scans.length).toBeGreaterThan(0);
  for (const scan of scans) {
    expect(scan).toContain(
      `\`at\` >= TIMESTAMP '${day} 00:00:00+00' AND \`at\` < TIMESTAMP '${next} 00:00:00+00'`,
    );
    expect(scan.match(/>= TIMESTAMP/g)).toHaveLength(1);
  }
  expect((await takeFull()).version.id).toBe(result.version.id);
});

test.each([
  ['partitions', BY_DAY, undefined],
  ['partitions of which some had changed', BY_DAY, "UPDATE orders SET note = 'x' WHERE id = 5"],
  ['a token alone', {}, undefined],
])(
  'by %s, a write between the question and the moment is in the version whole',
  async (_, partitioning, first) => {
    const { run, take, takeRaced, takeFull } = await orders(partitioning);
    const before = await take();
    if (first) await run(first);
    const { version } = await takeRaced("UPDATE orders SET note = 'y' WHERE id IN (5, 55)");
    expect(version.id).not.toBe(before.result.version.id);
    expect((await takeFull()).version.id).toBe(version.id);
    expect((await take()).result.version.id).toBe(version.id);
  },
);

test('names of columns that are exchanged are not taken for unchanged partitions', async () => {
  const { take, takeFull, dataset, admin } = await orders(BY_DAY);
  await take();
  const fields = [{ ...FIELDS[0] }, { ...FIELDS[1], description: 'told anew' }, FIELDS[2], FIELDS[3]];
  await admin
    .dataset(dataset)
    .table('orders')
    .setMetadata({ schema: { fields } } as never);
  const { result } = await take();
  expect(result.partitions.digested).toBe(10);
  expect((await takeFull()).version.id).toBe(result.version.id);
});

test('while rows stream in, everything is counted, and nothing is pinned', async () => {
  const { run, take, takeFull, stream, source } = await orders(BY_DAY);
  const first = await take();
  await run("INSERT INTO orders (id, note, at) VALUES (777, 'streamed', '2020-10-03 05:00:00+00')");
  await stream();
  const { result, scans } = await take();
  expect(scans.some((scan) => scan.includes("`at` < TIMESTAMP '2020-10-11 00:00:00+00'"))).toBe(true);
  expect(result.partitions.digested).toBe(1);
  expect(result.version.id).not.toBe(first.result.version.id);
  expect((await takeFull()).version.id).toBe(result.version.id);
  const call = { signal: new AbortController().signal, label: 'tidemark test' };
  const driver = await (await source({ pins: { dataset: 'nowhere', expiration: '1d' } })).connect();
  const { pins } = driver;
  await expect(pins && 'create' in pins && pins.create('orders', 'pin', call)).rejects.toMatchObject({
    code: 'pin-unsupported',
  });
});

test('partitions of a month tell of every day in it', async () => {
  const { run, take, takeFull } = await orders({ timePartitioning: { type: 'MONTH', field: 'at' } });
  await take();
  await run("INSERT INTO orders (id, note, at) VALUES (777, 'november', '2020-11-03 05:00:00+00')");
  expect((await take()).result.partitions.digested).toBe(0);
  await run("UPDATE orders SET note = 'x' WHERE id = 5");
  const { result } = await take();
  expect(result.partitions.digested).toBe(10);
  expect((await takeFull()).version.id).toBe(result.version.id);
});

test('partitions of a day tell of the month that they are in', async () => {
  const { run, take, takeFull } = await orders(BY_DAY, 'month');
  await take('2020-11-01');
  await run("UPDATE orders SET note = 'x' WHERE id = 5");
  const { result } = await take('2020-11-01');
  expect(result.partitions).toMatchObject({ total: 1, digested: 1 });
  expect((await takeFull('2020-11-01')).version.id).toBe(result.version.id);
});

test.each([
  ['a table without partitions', {}],
  ['a table that is partitioned by another column', { timePartitioning: { type: 'DAY', field: 'made' } }],
])('%s is scanned whole when it changed, and not at all when it did not', async (_, partitioning) => {
  const { run, take, takeFull } = await orders(partitioning);
  await take();
  expect((await take()).scans).toEqual([]);
  await run("UPDATE orders SET note = 'x' WHERE id = 5");
  const { result } = await take();
  expect(result.partitions.digested).toBe(10);
  expect((await takeFull()).version.id).toBe(result.version.id);
});

test('rows without an ingestion timestamp are found, also where nothing else changed', async () => {
  const { run, take } = await orders(BY_DAY);
  await take();
  await run('INSERT INTO orders (id, note) VALUES (777, NULL)');
  await expect(take()).rejects.toMatchObject({ code: 'nulls-found' });
});
