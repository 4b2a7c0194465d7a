import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { bindDataset } from '../../src/scan/bind-dataset.ts';
import type { Source } from '../../src/scan/dataset.ts';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import { allRows } from '../../src/source/all-rows.ts';
import type { Driver } from '../../src/source/driver.ts';
import type { Sql } from '../../src/source/sql.ts';
import { AT, type Bench, CALL, EVERYTHING, ID, NOON } from './bench.ts';
import { WRONG_PASSWORD } from './engine-server.ts';
import { datasetOf, type Fixture } from './fixture.ts';

const LIMIT = { timeout: 60_000, interval: 50 };
/** A label that would end its comment and make another query, if it were let. */
const LABEL = 'a query of the suite';
const HOSTILE = { ...CALL, label: `${LABEL} */ SELECT 1; -- ' \` "` };

/** What a server refuses, ends or loses is told by kind, and what nobody waits for any longer ends in the server. */
export function serverTests(bench: Bench): void {
  const serverTest = (name: string, work: (server: NonNullable<Fixture['server']>) => Promise<void>) =>
    test(name, async ({ skip }) => {
      const { server } = bench.fixture();
      if (!server) return skip('the engine has no server');
      return work(server);
    });

  serverTest('a table that the user may not read is denied', (server) =>
    bench.withTable([ID, AT], [[1n, NOON]], {}, async ({ table }) => {
      const { dialect, connect } = await server.denied(table);
      const driver = await connect();
      const digests = async () => {
        const scope = await bindDataset(datasetOf(table), dialect, driver, CALL);
        return digestPartitions(scope, driver, CALL, EVERYTHING);
      };
      await expect(digests().finally(() => driver.close())).rejects.toMatchObject({ code: 'source-denied' });
    }),
  );

  serverTest(
    'a wrong password is denied, and a closed port unavailable, without the password',
    async (server) => {
      const refusal = async (source: Source) =>
        source.connect().then(
          () => 'connected',
          (error: unknown) => error,
        );
      const denied = await refusal(server.wrongPassword);
      const unavailable = await refusal(server.unreachable);
      expect(denied).toMatchObject({ code: 'source-denied', message: expect.stringMatching(/"test": .*\w/) });
      expect(unavailable).toMatchObject({
        code: 'source-unavailable',
        message: expect.stringMatching(/"test": .*\w/),
      });
      for (const error of [denied, unavailable]) {
        // Messages, stacks, causes and whatever else the errors carry, hidden or not.
        expect(
          inspect(error, { depth: Infinity, showHidden: true, maxStringLength: Infinity }),
        ).not.toContain(WRONG_PASSWORD);
        expect(JSON.stringify([error, (error as Error).cause])).not.toContain(WRONG_PASSWORD);
      }
    },
  );

  serverTest('a query over the time limit says so, and the driver goes on', async ({ brief, slow }) => {
    await withDriver(brief, async (driver) => {
      await expect(allRows(driver.rows(slow, CALL))).rejects.toMatchObject({
        code: 'source-timeout',
        message: expect.stringContaining('rowsPerScan'),
      });
      expect(await driver.version(CALL)).toMatch(/\d/);
    });
  });

  serverTest('a connection that is lost in mid-query is unavailable, and stays so', async (server) => {
    const { source } = bench.fixture();
    for (const query of unending(server)) {
      await withDriver(source, async (driver) => {
        const outcome = outcomeOf(takeSlowly(driver.rows(query, HOSTILE)));
        await expect.poll(() => server.running(LABEL), LIMIT).toBe(1);
        await server.lose();
        expect(await outcome).toMatchObject({ code: 'source-unavailable' });
        expect(await outcomeOf(driver.version(CALL))).toMatchObject({ code: 'source-unavailable' });
      });
      await expect.poll(() => server.running(LABEL), LIMIT).toBe(0);
    }
    await withDriver(source, async (driver) => expect(await driver.version(CALL)).toMatch(/\d/));
  });

  serverTest('an aborted call ends the query in the server, and the driver goes on', async (server) => {
    await withDriver(bench.fixture().source, async (driver) => {
      for (const query of unending(server)) {
        const abort = new AbortController();
        const outcome = outcomeOf(takeSlowly(driver.rows(query, { ...HOSTILE, signal: abort.signal })));
        await expect.poll(() => server.running(LABEL), LIMIT).toBe(1);
        abort.abort();
        expect(await outcome).toMatchObject({ code: 'cancelled' });
        await expect.poll(() => server.running(LABEL), LIMIT).toBe(0);
        expect(await driver.version(CALL)).toMatch(/\d/);
      }
    });
  });

  test('leaving the loop ends the query in the server, and the driver goes on', async ({ skip }) => {
    const { server } = bench.fixture();
    const { endless } = server ?? {};
    if (!server || !endless) return skip('no query is at work while its rows are taken');
    await withDriver(bench.fixture().source, async (driver) => {
      for await (const batch of driver.rows(endless, HOSTILE)) {
        expect(batch.length).toBeGreaterThan(0);
        expect(await server.running(LABEL)).toBe(1);
        break;
      }
      await expect.poll(() => server.running(LABEL), LIMIT).toBe(0);
      expect(await driver.version(CALL)).toMatch(/\d/);
    });
  });
}

/** The queries that do not end by themselves. */
function unending({ slow, endless }: NonNullable<Fixture['server']>): readonly Sql[] {
  return endless ? [slow, endless] : [slow];
}

async function withDriver<T>(source: Source, work: (driver: Driver) => Promise<T>): Promise<T> {
  const driver = await source.connect();
  try {
    return await work(driver);
  } finally {
    await driver.close();
  }
}

/** Keeps none of the rows, and leaves the server waiting between them. */
async function takeSlowly(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of rows) await sleep(5);
}

/** The error as a value, so that nothing has to wait for it where it is made. */
function outcomeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'finished',
    (error: unknown) => error,
  );
}
