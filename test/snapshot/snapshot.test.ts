import { describe, expect, test } from 'vitest';
import { parseRecheck } from '../../src/partition/recheck.ts';
import { parseManifest } from '../../src/version/manifest.ts';
import { datasetOf } from '../conformance/fixture.ts';
import { openShop } from '../support/shop.ts';
import { NOW } from '../support/snapshots.ts';

const ingestion = (changes: object) => ({ ...datasetOf('').ingestion, ...changes });
const recheck = (rule: string) => ({ ingestion: ingestion({ recheck: parseRecheck(rule) }) });

describe('a version', () => {
  test('says what the table held', async () => {
    const shop = await openShop();
    const { version, isNew, partitions } = await shop.take({ at: '2020-10-06' });
    expect(version.id).toMatch(/^orders@20201006T000000Z-[a-z2-7]{16}$/);
    expect(isNew).toBe(true);
    expect(partitions).toEqual({ total: 5, digested: 5, changed: 5 });
    expect(version.facts.rows).toBe('500');
    const { train, test: rest } = version.facts.parts;
    expect(BigInt(train ?? 0) + BigInt(rest ?? 0)).toBe(500n);
    expect(version.facts.ingested).toEqual({ first: '2020-10-01T00:00:00Z', last: '2020-10-05T23:45:36Z' });
    expect(version).toMatchObject({ created: NOW, supersedes: null });
  });

  test('is the same for the same data: one ID, one version, also after everything was loaded anew', async () => {
    const shop = await openShop();
    const first = await shop.take({ at: '2020-10-06' });
    const second = await shop.take({ at: '2020-10-06' });
    await shop.update(
      'CREATE TABLE other AS SELECT * FROM orders ORDER BY hash(id)',
      'DROP TABLE orders',
      'ALTER TABLE other RENAME TO orders',
    );
    const third = await shop.take({ at: '2020-10-06', full: true });
    expect([second.version.id, third.version.id]).toEqual([first.version.id, first.version.id]);
    expect([second.isNew, third.isNew]).toEqual([false, false]);
    expect(await shop.catalog.versions.list('orders')).toEqual([first.version]);
  });

  test('is the same from another catalog, another machine, another time', async () => {
    const [one, two] = [await openShop(), await openShop()];
    two.setNow('2021-01-01');
    expect((await one.take({ at: '2020-10-06' })).version.id).toBe(
      (await two.take({ at: '2020-10-06' })).version.id,
    );
  });

  test('shares the nodes of what did not change with the version before', async () => {
    const shop = await openShop();
    await shop.update(
      "INSERT INTO orders SELECT i, 'old', TIMESTAMPTZ '2015-01-01 00:00:00+00' + to_days(i::INTEGER) FROM range(2000) r(i)",
    );
    const before = parseManifest((await shop.take({ at: '2020-10-06' })).version.manifest).periods;
    const after = parseManifest((await shop.take({ at: '2020-10-07' })).version.manifest).periods;
    const changed = after.filter((p, i) => p.digest !== before[i]?.digest);
    expect(changed.map((p) => p.period)).toEqual(['2020']);
  });

  test('is tagged in the same transaction', async () => {
    const shop = await openShop();
    const { version } = await shop.take({ at: '2020-10-06', tag: 'baseline' });
    expect(await shop.catalog.tags.list('orders')).toEqual([
      { dataset: 'orders', tag: 'baseline', version: version.id },
    ]);
  });
});

describe('the watermark', () => {
  test('is now less the delay, floored', async () => {
    const shop = await openShop({ ingestion: ingestion({ delay: 7200 }) });
    shop.setNow('2020-10-06T01:59:59Z');
    expect((await shop.take()).version.watermark).toBe('2020-10-05T00:00:00Z');
    shop.setNow('2020-10-06T02:00:00Z');
    expect((await shop.take()).version.watermark).toBe('2020-10-06T00:00:00Z');
  });
  test.each([
    ['2020-10-06T01:00:00Z', 'watermark-invalid'],
    ['2021-01-01', 'watermark-invalid'],
    ['2020-10-01', 'table-empty'],
    ['1999-01-01', 'table-empty'],
  ])('%s is refused: %s', async (at, code) => {
    const shop = await openShop();
    await expect(shop.take({ at })).rejects.toMatchObject({ code });
    expect(await shop.catalog.versions.list('orders')).toEqual([]);
  });
});

describe('late rows', () => {
  const lateRow = (id: number, at: string) =>
    `INSERT INTO orders VALUES (${id}, 'late', TIMESTAMPTZ '${at}+00')`;

  test('are told by partition, and make a version that names the one it supersedes', async () => {
    const shop = await openShop();
    const first = await shop.take({ at: '2020-10-06' });
    await shop.update(
      lateRow(5001, '2020-10-02 12:00:00'),
      lateRow(5002, '2020-10-02 13:00:00'),
      lateRow(5003, '2020-10-04 00:00:00'),
    );
    const second = await shop.take({ at: '2020-10-06' });
    expect(second.version.facts.lateRows).toEqual([
      { partition: '2020-10-02T00:00:00Z', rows: '2' },
      { partition: '2020-10-04T00:00:00Z', rows: '1' },
    ]);
    expect(second.version.supersedes).toBe(first.version.id);
    expect(second.version.id).not.toBe(first.version.id);
    expect(second.partitions.changed).toBe(2);
  });

  test('are told at the next watermark too; growth alone supersedes nothing', async () => {
    const shop = await openShop();
    const first = await shop.take({ at: '2020-10-06' });
    const grown = await shop.take({ at: '2020-10-07' });
    expect(grown.version).toMatchObject({ supersedes: null });
    expect(grown.version.facts.lateRows).toEqual([]);
    await shop.update(lateRow(5001, '2020-10-06 12:00:00'));
    const late = await shop.take({ at: '2020-10-08' });
    expect(late.version.supersedes).toBe(grown.version.id);
    expect(late.version.facts.lateRows).toEqual([{ partition: '2020-10-06T00:00:00Z', rows: '1' }]);
    expect(first.version.supersedes).toBeNull();
  });

  test('that are taken away again give the first ID again, and latest is that', async () => {
    const shop = await openShop();
    const first = await shop.take({ at: '2020-10-06' });
    await shop.update(lateRow(5001, '2020-10-02 12:00:00'));
    const second = await shop.take({ at: '2020-10-06' });
    await shop.update('DELETE FROM orders WHERE id = 5001');
    const third = await shop.take({ at: '2020-10-06' });
    expect(third.version.id).toBe(first.version.id);
    expect(third.version.id).not.toBe(second.version.id);
    expect((await shop.catalog.versions.head('orders', NOW))?.id).toBe(first.version.id);
  });

  test('in a partition that had no rows before', async () => {
    const shop = await openShop(recheck('3d'));
    await shop.update(`DELETE FROM orders WHERE "at" >= '2020-10-05' AND "at" < '2020-10-06'`);
    await shop.take({ at: '2020-10-06' });
    await shop.update(lateRow(5001, '2020-10-05 12:00:00'));
    const { version } = await shop.take({ at: '2020-10-06' });
    expect(version.facts.lateRows).toEqual([{ partition: '2020-10-05T00:00:00Z', rows: '1' }]);
  });
});
