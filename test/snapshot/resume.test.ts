import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { HOST } from '../../src/catalog/with-lock.ts';
import { parseRecheck } from '../../src/partition/recheck.ts';
import { datasetOf } from '../conformance/fixture.ts';
import { openShop } from '../support/shop.ts';

const ingestion = (rule: string) => ({ ...datasetOf('').ingestion, recheck: parseRecheck(rule) });

/** A shop whose file was not written to just now, when its change token would speak for nothing. */
async function openOldShop(...changes: Parameters<typeof openShop>) {
  const shop = await openShop(...changes);
  await sleep(2_100);
  return shop;
}

/** Takes a snapshot that is stopped once so many partitions are digested. */
async function stopAfter(shop: Awaited<ReturnType<typeof openShop>>, partitions: number) {
  const stop = new AbortController();
  const taken = shop.take({
    at: '2020-10-11',
    signal: stop.signal,
    onProgress: (progress) => {
      if (progress.partitions >= partitions) stop.abort();
    },
  });
  await expect(taken).rejects.toMatchObject({ code: 'cancelled' });
}

describe.each(['all', 'counts', '3d'])('a snapshot with recheck %s that was stopped', (rule) => {
  test('leaves no version, and the next goes on from what was digested', async () => {
    const shop = await openOldShop({ ingestion: ingestion(rule), rowsPerScan: 200n });
    await stopAfter(shop, 4);
    expect(await shop.catalog.versions.list('orders')).toEqual([]);
    const { version, partitions } = await shop.take({ at: '2020-10-11' });
    expect(partitions).toMatchObject({ total: 10, digested: 6 });
    const fresh = await openShop();
    expect(version.id).toBe((await fresh.take({ at: '2020-10-11' })).version.id);
    expect(version.facts.rows).toBe('1000');
  });

  test('does not go on from digests of data that have changed since', async () => {
    const shop = await openShop({ ingestion: ingestion(rule), rowsPerScan: 200n });
    await stopAfter(shop, 4);
    const change = "INSERT INTO orders VALUES (7, 'late', '2020-10-02 00:00:00+00')";
    await shop.update(change);
    const { version } = await shop.take({ at: '2020-10-11' });
    const fresh = await openShop();
    await fresh.update(change);
    expect(version.id).toBe((await fresh.take({ at: '2020-10-11' })).version.id);
  });
});

test('a change in place between the stop and the next run is seen, where all is rechecked', async () => {
  const shop = await openShop({ rowsPerScan: 200n });
  await stopAfter(shop, 4);
  await shop.update("UPDATE orders SET note = 'changed' WHERE id = 5");
  const { version, partitions } = await shop.take({ at: '2020-10-11' });
  expect(partitions.digested).toBe(10);
  const fresh = await openShop();
  await fresh.update("UPDATE orders SET note = 'changed' WHERE id = 5");
  expect(version.id).toBe((await fresh.take({ at: '2020-10-11' })).version.id);
});

test('two snapshots of one dataset at once: one works, the other waits and finds the work done', async () => {
  const shop = await openShop({ ingestion: ingestion('counts'), rowsPerScan: 100n });
  const waits: string[] = [];
  const [one, two] = await Promise.all(
    ['a', 'b'].map((name) => shop.take({ at: '2020-10-11', onWait: () => waits.push(name) })),
  );
  expect(waits).toHaveLength(1);
  expect(one?.version.id).toBe(two?.version.id);
  expect([one?.isNew, two?.isNew].sort()).toEqual([false, true]);
  expect([one?.partitions.digested, two?.partitions.digested].sort((a = 0, b = 0) => a - b)).toEqual([0, 10]);
});

test('a lock that a dead process of this machine left is taken over at once', async () => {
  const shop = await openShop();
  const dead = { owner: 'dead', host: HOST, pid: 2 ** 22 + 1, since: '2020-10-11T00:00:00Z' as never };
  await shop.catalog.locks.take('snapshot orders', dead);
  expect((await shop.take({ at: '2020-10-11' })).isNew).toBe(true);
});
