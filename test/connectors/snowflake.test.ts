import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bindDataset } from '../../src/scan/bind-dataset.ts';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import { allRows } from '../../src/source/all-rows.ts';
import type { Driver } from '../../src/source/driver.ts';
import { sql } from '../../src/source/sql.ts';
import { CALL, EVERYTHING } from '../conformance/bench.ts';
import { datasetOf, type Fixture } from '../conformance/fixture.ts';
import { snowflakeFixture } from '../conformance/snowflake-fixture.ts';
import { snowflakeControl } from '../services/snowflake.ts';
import { testAccount } from './snowflake-account.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await snowflakeFixture();
});
afterAll(() => fixture.close());

async function withDriver<T>(work: (driver: Driver) => Promise<T>, { source } = fixture): Promise<T> {
  const driver = await source.connect();
  try {
    return await work(driver);
  } finally {
    await driver.close();
  }
}

const run = async (...statements: readonly string[]) => {
  for (const statement of statements) await fixture.run?.(statement);
};
const control = <T>(what: Record<string, unknown>) => {
  const { accessUrl = '' } = fixture.settings as { accessUrl?: string };
  return snowflakeControl<T>(accessUrl, what);
};

const userOf = ({ settings }: Fixture) => (settings as { user: string }).user;

test('a session has its parameters pinned, whatever the account’s are', async () => {
  const account = await testAccount({ password: 'x' });
  const driver = await account.connect({ password: account.secret('x'), statementTimeout: '15m' });
  const sessions = await control<Record<string, string>[]>({ do: 'sessions', user: account.user });
  await driver.close();
  expect(sessions).toHaveLength(1);
  expect(sessions[0]).toMatchObject({
    TIMEZONE: 'UTC',
    QUOTED_IDENTIFIERS_IGNORE_CASE: 'FALSE',
    QUERY_TAG: 'tidemark',
    STATEMENT_TIMEOUT_IN_SECONDS: '900',
    TIMESTAMP_TYPE_MAPPING: 'TIMESTAMP_NTZ',
    BINARY_OUTPUT_FORMAT: 'HEX',
    ROWS_PER_RESULTSET: '0',
    MULTI_STATEMENT_COUNT: '1',
  });
});

test('a query is tagged with what it is for, and begins with it as a comment', async () => {
  const label = `tidemark snapshot ${Math.random()}`;
  await withDriver((driver) => driver.version({ ...CALL, label }));
  const queries = await control<{ text: string; tag: string }[]>({ do: 'queries', user: userOf(fixture) });
  expect(queries.filter((q) => q.tag === label)).toEqual([
    { tag: label, text: `/* ${label} */ SELECT CURRENT_VERSION()` },
  ]);
});

test('plain names in a reference are folded as SQL folds them, quoted ones are not', async () => {
  const { database } = fixture.settings as { database: string };
  await run('CREATE TABLE orders (id NUMBER, "Mixed" VARCHAR)', 'CREATE TABLE "low er" (x NUMBER)');
  await withDriver(async (driver) => {
    const columns = [
      { name: 'ID', native: 'NUMBER(38,0)' },
      { name: 'Mixed', native: 'VARCHAR(16777216)' },
    ];
    const { dialect } = fixture.source;
    for (const reference of ['orders', 'ORDERS', '"ORDERS"', 'public.orders', `${database}.Public.orders`]) {
      expect(await driver.columns(reference, CALL)).toEqual(columns);
      expect(dialect.table(reference, undefined).texts.join('')).toBe(`"${database}"."PUBLIC"."ORDERS"`);
    }
    expect(await driver.columns('"low er"', CALL)).toHaveLength(1);
    await expect(driver.columns('"orders"', CALL)).rejects.toMatchObject({ code: 'source-missing' });
  });
});

test('names are in lower case in a manifest, unless two would be one', async () => {
  await run('CREATE TABLE folded (ID NUMBER, "Mixed" VARCHAR, AT TIMESTAMP_NTZ(6))');
  await withDriver(async (driver) => {
    const scope = await bindDataset(datasetOf('folded'), fixture.source.dialect, driver, CALL);
    expect(scope.columns.map((c) => [c.name, c.source])).toEqual([
      ['at', 'AT'],
      ['id', 'ID'],
      ['mixed', 'Mixed'],
    ]);
  });
});

test('the change token is another after each change of rows or columns, and equal without', async () => {
  await run('CREATE TABLE tokens (id NUMBER)');
  const token = () => withDriver((driver) => driver.changeToken('tokens', CALL));
  const first = await token();
  expect(first).toMatch(/^\d{16,} /);
  expect(await token()).toBe(first);
  const tokens = new Set([first]);
  for (const statement of ['INSERT INTO tokens SELECT 1', 'UPDATE tokens SET id = 2', 'DELETE FROM tokens']) {
    await run(statement);
    tokens.add(await token());
  }
  await run('DROP TABLE tokens');
  await expect(token()).rejects.toMatchObject({ code: 'source-missing' });
  await run('CREATE TABLE tokens (id NUMBER)');
  tokens.add(await token());
  expect(tokens.size).toBe(5);
});

test('a driver has one moment, to the microsecond, in UTC', async () => {
  await withDriver(async (driver) => {
    const moment = await driver.moment(CALL);
    expect(moment).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6,9} \+00:00$/);
    expect(await driver.moment(CALL)).toBe(moment);
    expect(fixture.source.dialect.table('t', moment).texts.join('')).toContain(
      `AT(TIMESTAMP => '${moment}'::TIMESTAMP_LTZ)`,
    );
  });
});

test('a table that is made anew meanwhile has no such state, which is said with the way out', async () => {
  await run('CREATE TABLE renewed (id NUMBER, at TIMESTAMP_NTZ(6))');
  await withDriver(async (driver) => {
    const scope = await bindDataset(datasetOf('renewed'), fixture.source.dialect, driver, CALL);
    await run('DROP TABLE renewed', 'CREATE TABLE renewed (id NUMBER, at TIMESTAMP_NTZ(6))');
    await expect(digestPartitions(scope, driver, CALL, EVERYTHING)).rejects.toMatchObject({
      code: 'moment-gone',
      message: expect.stringMatching(/Time travel data is not available.*Run it again.*DATA_RETENTION/s),
    });
  });
});

test.each(['DATE', 'TIMESTAMP_NTZ(6)'])(
  'a %s outside of the years 1 to 9999 refuses the query',
  async (type) => {
    const table = type.startsWith('DATE') ? 'far_dates' : 'far_stamps';
    await run(
      `CREATE TABLE ${table} (v ${type}, at TIMESTAMP_NTZ(6))`,
      `INSERT INTO ${table} SELECT CAST('9999-12-31' AS DATE) + 1, CAST('2020-01-01' AS TIMESTAMP_NTZ(6))`,
    );
    await withDriver(async (driver) => {
      const scope = await bindDataset(datasetOf(table), fixture.source.dialect, driver, CALL);
      await expect(digestPartitions(scope, driver, CALL, EVERYTHING)).rejects.toMatchObject({
        code: 'value-unsupported',
        message: expect.stringMatching(
          /^Column "v" holds a date before the year 1 or after 9999: .* string\.$/,
        ),
      });
    });
  },
);

test('rows come in batches, chunk by chunk, every value a text or null', async () => {
  const counted = sql`SELECT TO_VARCHAR(SEQ8()), NULL, SEQ8(), 0.5::FLOAT, 'NaN'::FLOAT, TRUE FROM TABLE(GENERATOR(ROWCOUNT => 10000))`;
  await withDriver(async (driver) => {
    const batches = [];
    for await (const batch of driver.rows(counted, CALL)) batches.push(batch);
    expect(batches.length).toBeGreaterThan(5);
    const rows = batches.flat();
    expect(rows.map((row) => row[0])).toEqual(Array.from({ length: 10_000 }, (_, i) => String(i)));
    expect(rows[7]).toEqual(['7', null, '7', '0.5', 'NaN', 'TRUE']);
  });
});

test('reading ends when the signal says so, or the loop is left, and the driver goes on', async () => {
  const many = sql`SELECT TO_VARCHAR(SEQ8()) FROM TABLE(GENERATOR(ROWCOUNT => 50000))`;
  await withDriver(async (driver) => {
    const abort = new AbortController();
    const reading = async () => {
      for await (const _ of driver.rows(many, { ...CALL, signal: abort.signal })) abort.abort();
    };
    await expect(reading()).rejects.toMatchObject({ code: 'cancelled' });
    let batches = 0;
    for await (const _ of driver.rows(many, CALL)) {
      batches += 1;
      break;
    }
    expect(batches).toBe(1);
    expect(await driver.version(CALL)).toMatch(/\d/);
  });
});

test('whole numbers of 38 digits arrive digit by digit', async () => {
  const digits = '12345678901234567890123456789012345678';
  const [row] = await withDriver((driver) =>
    allRows(driver.rows(sql`SELECT CAST(${digits} AS NUMBER(38, 0)), 9007199254740993`, CALL)),
  );
  expect(row).toEqual([digits, '9007199254740993']);
});

test('an answer that fails for a moment is asked for again', async () => {
  await withDriver(async (driver) => {
    await control({ do: 'fault', kind: `query ${userOf(fixture)}`, statuses: [503, 500] });
    expect(await driver.version(CALL)).toMatch(/\d/);
    await control({ do: 'fault', kind: `chunk ${userOf(fixture)}`, statuses: [503] });
    expect(
      await allRows(
        driver.rows(sql`SELECT TO_VARCHAR(SEQ8()) FROM TABLE(GENERATOR(ROWCOUNT => 5000))`, CALL),
      ),
    ).toHaveLength(5000);
  });
});

test('a session that has expired is renewed, and stays as it was pinned', async () => {
  await withDriver(async (driver) => {
    const moment = await driver.moment(CALL);
    await control({ do: 'fault', kind: `expire ${userOf(fixture)}`, statuses: [1] });
    expect(await driver.version(CALL)).toMatch(/\d/);
    expect(await driver.moment(CALL)).toBe(moment);
    const sessions = await control<object[]>({ do: 'sessions', user: userOf(fixture) });
    expect(sessions.slice(1).every((s) => 'TIMEZONE' in s)).toBe(true);
  });
});

test('says what the queries scanned, and the credits of cloud services', async () => {
  await run('CREATE TABLE costs (id NUMBER)');
  await withDriver(async (driver) => {
    await allRows(driver.rows(sql`SELECT TO_VARCHAR(COUNT(*)) FROM costs`, CALL));
    const cost = await driver.cost?.(CALL);
    expect(cost?.bytesScanned).toBeGreaterThan(0n);
    expect(cost?.credits).toMatch(/^0\.\d+$/);
  });
});

test('the client writes no log, to a file or to the console', async () => {
  const write = vi.spyOn(process.stdout, 'write');
  const account = await testAccount({ password: 'x' });
  await expect(account.connect({ password: account.secret('wrong') })).rejects.toThrow(/password/);
  expect(write).not.toHaveBeenCalled();
  write.mockRestore();
  expect(existsSync('snowflake.log')).toBe(false);
});
