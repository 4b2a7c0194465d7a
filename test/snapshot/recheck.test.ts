import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { parseRecheck } from '../../src/partition/recheck.ts';
import { datasetOf } from '../conformance/fixture.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { NOW } from '../support/snapshots.ts';

const ingestion = (changes: object) => ({ ...datasetOf('').ingestion, ...changes });
const recheck = (rule: string) => ({ ingestion: ingestion({ recheck: parseRecheck(rule) }) });
const digested = async (taken: ReturnType<Shop['take']>) => (await taken).partitions.digested;

describe('what is digested', () => {
  test('all: everything each time, unless nothing else is said', async () => {
    const shop = await openShop();
    expect(await digested(shop.take({ at: '2020-10-06' }))).toBe(5);
    expect(await digested(shop.take({ at: '2020-10-06' }))).toBe(5);
  });

  test('3d: new partitions, and those whose rows may still arrive', async () => {
    const shop = await openShop(recheck('3d'));
    expect(await digested(shop.take({ at: '2020-10-06' }))).toBe(5);
    expect(await digested(shop.take({ at: '2020-10-07' }))).toBe(4);
    expect(await digested(shop.take({ at: '2020-10-11' }))).toBe(7);
    const taken = await shop.take({ at: '2020-10-11' });
    expect(taken.partitions).toEqual({ total: 10, digested: 3, changed: 0 });
  });

  test('3d: a partition that is closed is not looked at; --full looks at all', async () => {
    const shop = await openShop(recheck('3d'));
    const first = await shop.take({ at: '2020-10-08' });
    await shop.update("UPDATE orders SET note = 'changed' WHERE id = 1");
    expect((await shop.take({ at: '2020-10-08' })).version.id).toBe(first.version.id);
    const full = await shop.take({ at: '2020-10-08', full: true });
    expect(full.partitions).toEqual({ total: 7, digested: 7, changed: 1 });
    expect(full.version.id).not.toBe(first.version.id);
    expect(full.version.supersedes).toBe(first.version.id);
  });

  test('counts: those that lost or gained rows', async () => {
    const shop = await openShop(recheck('counts'));
    await shop.take({ at: '2020-10-08' });
    expect(await digested(shop.take({ at: '2020-10-08' }))).toBe(0);
    // A row that is updated in place moves to a newer partition.
    await shop.update(`UPDATE orders SET note = 'changed', "at" = '2020-10-08 01:00:00+00' WHERE id = 150`);
    expect((await shop.take({ at: '2020-10-09' })).partitions).toEqual({ total: 8, digested: 2, changed: 2 });
  });

  test('hints: nothing where the file did not change, everything where it did', async () => {
    const shop = await openShop(recheck('hints'));
    await sleep(2_100);
    const first = await shop.take({ at: '2020-10-08' });
    expect(first.version.facts.trusted).toBe('recheck: hints (change token)');
    expect(await digested(shop.take({ at: '2020-10-08' }))).toBe(0);
    expect(await digested(shop.take({ at: '2020-10-08', full: true }))).toBe(7);
    await shop.update("UPDATE orders SET note = 'changed' WHERE id = 1");
    const changed = await shop.take({ at: '2020-10-08' });
    expect(changed.partitions).toEqual({ total: 7, digested: 7, changed: 1 });
  });

  test('a partition that lost all its rows is gone from the version', async () => {
    const shop = await openShop(recheck('counts'));
    await shop.take({ at: '2020-10-06' });
    await shop.update(`DELETE FROM orders WHERE "at" >= '2020-10-02' AND "at" < '2020-10-03'`);
    const { version, partitions } = await shop.take({ at: '2020-10-06' });
    expect(partitions).toEqual({ total: 4, digested: 0, changed: 1 });
    expect(version.facts.rows).toBe('400');
    const reference = await shop.take({ at: '2020-10-06', full: true });
    expect(reference.version.id).toBe(version.id);
  });

  test('whatever the rule, what it digests gives the ID of a full snapshot', async () => {
    for (const rule of ['all', 'counts', 'hints', '3d', '0d']) {
      const [shop, fresh] = [await openShop(recheck(rule)), await openShop()];
      for (const at of ['2020-10-03', '2020-10-05', '2020-10-09']) await shop.take({ at });
      expect((await shop.take({ at: '2020-10-11' })).version.id).toBe(
        (await fresh.take({ at: '2020-10-11' })).version.id,
      );
    }
  });

  test('an older watermark after a newer one', async () => {
    const shop = await openShop(recheck('3d'));
    await shop.take({ at: '2020-10-11' });
    const older = await shop.take({ at: '2020-10-04' });
    const fresh = await openShop();
    expect(older.version.id).toBe((await fresh.take({ at: '2020-10-04' })).version.id);
    expect(older.partitions.digested).toBe(0);
    expect((await shop.catalog.versions.head('orders', NOW))?.watermark).toBe('2020-10-11T00:00:00Z');
  });

  test('a preview says what would be digested, and records nothing', async () => {
    const shop = await openShop(recheck('3d'));
    expect(await shop.preview({ at: '2020-10-06' })).toEqual({
      watermark: '2020-10-06T00:00:00Z',
      partitions: { total: 5, toDigest: 5 },
      rowsToDigest: 500n,
    });
    expect(await shop.catalog.versions.list('orders')).toEqual([]);
    await shop.take({ at: '2020-10-06' });
    expect((await shop.preview({ at: '2020-10-07' })).partitions).toEqual({ total: 6, toDigest: 4 });
  });

  test('chunks give what one scan gives', async () => {
    const [one, many] = [await openShop(), await openShop({ rowsPerScan: 150n })];
    expect((await many.take({ at: '2020-10-11' })).version.id).toBe(
      (await one.take({ at: '2020-10-11' })).version.id,
    );
  });
});
