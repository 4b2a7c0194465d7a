import { execFileSync } from 'node:child_process';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { parseRecheck } from '../../src/partition/recheck.ts';
import { datasetOf } from '../conformance/fixture.ts';
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

/** Runs a statement while this process stands still. */
function runAtOnce(url: string, statement: string): void {
  const script = `const { Client } = require('pg'); const c = new Client(process.argv[1]);
    c.connect().then(() => c.query(process.argv[2])).then(() => c.end());`;
  execFileSync(process.execPath, ['-e', script, url, statement], { stdio: 'pipe' });
}

/** A snapshot whose server restarts once four partitions are digested. @param meanwhile a statement before that */
async function restarted(recheck: string, meanwhile: string) {
  const server = await ownServer();
  onTestFinished(() => server.pgCtl('stop', '-m', 'immediate'));
  const source = await postgresSource(server.url);
  const ingestion = { ...datasetOf('').ingestion, recheck: parseRecheck(recheck) };
  const snapshots = await openSnapshots(source, { rowsPerScan: 200n, ingestion });
  const before = await (await openSnapshots(source)).take({ at: '2020-10-11' });
  const retries: string[] = [];
  let done = false;
  const { version, partitions } = await snapshots.take({
    at: '2020-10-11',
    onRetry: (error) => retries.push(error.message),
    onProgress: (progress) => {
      if (done || progress.partitions < 4) return;
      done = true;
      runAtOnce(server.url, meanwhile);
      server.pgCtl('restart', '-m', 'fast');
    },
  });
  expect(retries).toEqual([expect.stringMatching(/^Source "live": /)]);
  const after = await (await openSnapshots(source)).take({ at: '2020-10-11' });
  return {
    id: version.id,
    digested: partitions.digested,
    before: before.version.id,
    after: after.version.id,
  };
}

const CHANGE = "UPDATE orders SET note = 'changed' WHERE id IN (5, 995)";

test('a server that restarts in mid-scan is tried again, and the snapshot goes on from the partition reached', async () => {
  const { id, digested, before, after } = await restarted('counts', 'SELECT 1');
  expect(digested).toBe(6);
  expect([id, id]).toEqual([before, after]);
});

test.each(['all', 'hints'])(
  'where nothing but the data is trusted, recheck: %s, no version mixes the moments before and after',
  async (recheck) => {
    const { id, digested, before, after } = await restarted(recheck, CHANGE);
    expect(digested).toBe(10);
    expect(id).toBe(after);
    expect(id).not.toBe(before);
  },
);

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
