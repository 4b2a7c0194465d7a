import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { postgresSource } from '../connectors/postgres-shop.ts';
import { startPostgres } from '../services/postgres.ts';
import { openSnapshots } from '../support/snapshots.ts';

/** Ten days from 2020-10-01 on, a hundred rows each. */
const ORDERS = `CREATE TABLE orders AS SELECT i::bigint AS id, 'note ' || i AS note,
  timestamptz '2020-10-01 00:00:00+00' + i * 864 * interval '1 second' AS at FROM generate_series(0, 999) i`;

async function ownServer() {
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query(ORDERS);
  await client.end();
  return server;
}

test('a server that restarts in mid-scan is tried again, and the snapshot goes on from the partition reached', async () => {
  const server = await ownServer();
  const source = await postgresSource(server.url);
  const fresh = await openSnapshots(source);
  const expected = await fresh.take({ at: '2020-10-11' });

  const snapshots = await openSnapshots(source, { rowsPerScan: 200n });
  const retries: string[] = [];
  const digestedAt: number[] = [];
  let restarted = false;
  const { version, partitions } = await snapshots.take({
    at: '2020-10-11',
    onRetry: (error) => retries.push(error.message),
    onProgress: ({ partitions: done, totalPartitions }) => {
      digestedAt.push(totalPartitions);
      if (restarted || done < 4) return;
      restarted = true;
      server.pgCtl('restart', '-m', 'immediate');
    },
  });
  onTestFinished(() => server.pgCtl('stop', '-m', 'immediate'));
  expect(retries).toEqual([expect.stringMatching(/^Source "live": /)]);
  expect([...new Set(digestedAt)]).toEqual([10, 6]);
  expect(partitions).toMatchObject({ total: 10, digested: 6 });
  expect(version.id).toBe(expected.version.id);
});

test('a server that never answered is not waited for', async () => {
  const snapshots = await openSnapshots(await postgresSource('postgres://me:x@127.0.0.1:1/shop'));
  const retries: unknown[] = [];
  await expect(snapshots.take({ onRetry: (error) => retries.push(error) })).rejects.toMatchObject({
    code: 'source-unavailable',
  });
  expect(retries).toEqual([]);
});

test('a stop while it is waited for a lost server ends the snapshot', async () => {
  const server = await ownServer();
  const snapshots = await openSnapshots(await postgresSource(server.url), { rowsPerScan: 200n });
  const stop = new AbortController();
  let stopped: Promise<void> | undefined;
  const taken = snapshots.take({
    at: '2020-10-11',
    signal: stop.signal,
    onRetry: () => stop.abort(),
    onProgress: () => {
      stopped ??= server.stop();
    },
  });
  await expect(taken).rejects.toMatchObject({ code: 'cancelled' });
  await stopped;
});
