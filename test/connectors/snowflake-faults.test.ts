import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { allRows } from '../../src/source/all-rows.ts';
import type { Driver } from '../../src/source/driver.ts';
import { sql } from '../../src/source/sql.ts';
import { CALL } from '../conformance/bench.ts';
import { startFaultProxy } from '../services/fault-proxy.ts';
import { type TestAccount, testAccount } from './snowflake-account.ts';

let proxy: Awaited<ReturnType<typeof startFaultProxy>>;
let account: TestAccount;
beforeAll(async () => {
  proxy = await startFaultProxy(inject('snowflake'));
  account = await testAccount({ password: 's3cret' });
});
afterAll(() => proxy.stop());

async function withDriver<T>(work: (driver: Driver) => Promise<T>): Promise<T> {
  const source = await account.source({ password: account.secret('s3cret'), accessUrl: proxy.url });
  const driver = await source.connect();
  try {
    return await work(driver);
  } finally {
    proxy.plan([]);
    await driver.close();
  }
}

const asked = async (label: string) => {
  const queries = await account.control<{ tag: string }[]>({ do: 'queries', user: account.user });
  return queries.filter((q) => q.tag === label).length;
};

test('a login whose connection is reset is tried again', async () => {
  proxy.plan([{ path: /login-request/, reset: 'before' }]);
  await withDriver(async (driver) => expect(await driver.version(CALL)).toMatch(/\d/));
});

test.each(['before', 'after'] as const)(
  'a query whose connection is reset %s the server has it is asked for again, and runs once',
  async (reset) => {
    const label = `reset ${reset} ${Math.random()}`;
    await withDriver(async (driver) => {
      proxy.plan([{ path: /query-request/, reset }]);
      expect(await driver.version({ ...CALL, label })).toMatch(/\d/);
    });
    expect(await asked(label)).toBe(1);
  },
);

test('an answer of 5xx is asked for again', async () => {
  const label = `answers ${Math.random()}`;
  await withDriver(async (driver) => {
    proxy.plan([{ path: /query-request/, answer: { status: 503 } }]);
    expect(await driver.version({ ...CALL, label })).toMatch(/\d/);
  });
  expect(await asked(label)).toBe(1);
});

test('an answer that ends too soon is unavailable, which a snapshot tries again, and never a short result', async () => {
  await withDriver(async (driver) => {
    proxy.plan([{ path: /query-request/, truncateAt: 20 }]);
    await expect(driver.version(CALL)).rejects.toMatchObject({ code: 'source-unavailable' });
    expect(await driver.version(CALL)).toMatch(/\d/);
  });
});

test('a query is ended also where the first request to end it is lost', async () => {
  await withDriver(async (driver) => {
    const abort = new AbortController();
    const outcome = allRows(
      driver.rows(sql`SELECT SYSTEM$WAIT(3600)`, { signal: abort.signal, label: 'to be ended' }),
    ).catch((error: unknown) => error);
    const running = () => account.control({ do: 'running', user: account.user, tag: 'to be ended' });
    await expect.poll(running, { timeout: 30_000 }).toHaveLength(1);
    proxy.plan([{ path: /abort-request/, reset: 'before' }]);
    abort.abort();
    expect(await outcome).toMatchObject({ code: 'cancelled' });
    expect(await running()).toEqual([]);
  });
});

test('a refused login is not tried again, whatever it is refused for', async () => {
  const before = (await account.logins()).length;
  const source = await account.source({ password: account.secret('wrong'), accessUrl: proxy.url });
  await expect(source.connect()).rejects.toMatchObject({ code: 'source-denied' });
  expect(await account.logins()).toHaveLength(before + 1);
});
