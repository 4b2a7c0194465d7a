import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { mysqlSettings } from '../../connectors/mysql/settings.ts';
import { bindDataset } from '../../src/scan/bind-dataset.ts';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import { allRows } from '../../src/source/all-rows.ts';
import { sql } from '../../src/source/sql.ts';
import { CALL, EVERYTHING } from '../conformance/bench.ts';
import { datasetOf } from '../conformance/fixture.ts';
import { openBench, refused } from './mysql-bench.ts';

let bench: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  bench = await openBench(inject('mariadb'));
});
afterAll(() => bench.close());

/** A query of about 40 seconds. */
const SLOW = sql`SELECT CAST(SUM(SLEEP(0.01)) AS CHAR) FROM (SELECT 1 AS a FROM information_schema.COLLATIONS) AS x, (SELECT 1 AS b UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9 UNION ALL SELECT 10) AS y`;

const running = async (label: string): Promise<number[]> => {
  const [list] = (await bench.admin.query('SHOW FULL PROCESSLIST')) as unknown as [
    { Id: number; Info: string | null }[],
  ];
  return list.filter((p) => p.Info?.includes(label)).map((p) => p.Id);
};
const until = async (condition: () => Promise<boolean>) => {
  for (let i = 0; i < 200; i++) {
    if (await condition()) return;
    await sleep(50);
  }
  throw new Error('waited in vain');
};

test('says why it cannot connect, and never the password', async () => {
  const fails = async (changes: Record<string, unknown>, password?: string) => {
    const error = await bench
      .source(changes, password)
      .then((s) => s.connect())
      .then(
        () => 'connected',
        (e: unknown) => e,
      );
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/s3cret|swordfish/);
    return error;
  };
  expect(await fails({}, 's3cret-swordfish')).toEqual(refused('source-denied', /Access denied/));
  expect(await fails({ host: 'no-such-host.invalid' }, 's3cret')).toMatchObject({
    code: expect.stringMatching(/^source-(missing|unavailable)$/),
  });
  expect(await fails({ port: 1 }, 's3cret')).toEqual(refused('source-unavailable', /ECONNREFUSED/));
  expect(await fails({ database: 'no_such_database' })).toEqual(
    refused('source-missing', /no_such_database/),
  );
  expect(await fails({ ssl: 'verify' })).toEqual(refused('source-invalid', /secure|TLS|SSL|self-signed/i));
  const url = { host: undefined, port: undefined, database: undefined, user: undefined, password: undefined };
  for (const text of [
    's3cret',
    'postgres://a:s3cret@h/d',
    'mysql://a:s3cret%zz@h/d',
    'mysql://a:s3cret@h',
    'mysql://a:s3cret@h/d?x=1',
  ]) {
    expect(await fails({ ...url, url: { env: 'TIDEMARK_TEST_MYSQL' } }, text)).toEqual(
      refused('config-invalid', /TIDEMARK_TEST_MYSQL/),
    );
  }
  expect(
    mysqlSettings.safeParse({ type: 'mysql', host: 'h', database: 'd', user: 'u', password: 'plain' })
      .success,
  ).toBe(false);
});

test('a column that the user may not read is refused, not left out', async () => {
  await bench.create('guarded', 'v INT', '1');
  await bench.admin.query(`CREATE USER partly@'%' IDENTIFIED BY 'pw'`);
  await bench.admin.query(`GRANT SELECT (id, at) ON ${bench.database}.guarded TO partly@'%'`);
  const source = await bench.source({ user: 'partly' }, 'pw');
  const driver = await source.connect();
  await expect(driver.columns('guarded', CALL)).rejects.toEqual(refused('source-denied', /denied/));
  await driver.close();
  await bench.admin.query("DROP USER partly@'%'");
});

test('aborting the signal ends the query in the server, and the connection goes on', async () => {
  await bench.withDriver(async (driver) => {
    const controller = new AbortController();
    const call = { signal: controller.signal, label: 'tidemark: slow one */ DROP' };
    const result = allRows(driver.rows(SLOW, call)).then(
      () => 'finished',
      (e: unknown) => e,
    );
    await until(async () => (await running('tidemark: slow one')).length === 1);
    controller.abort();
    expect(await result).toEqual(refused('cancelled', /Cancelled/));
    expect(await running('tidemark: slow one')).toEqual([]);
    expect(await allRows(driver.rows(sql`SELECT '1'`, CALL))).toEqual([['1']]);
  });
});

test('ending the loop early ends the query, and a slow reader holds the server back', async () => {
  await bench.admin.query(`CREATE TABLE many (id INT, v VARCHAR(1000))`);
  const thousand = `(SELECT 0 AS n${Array.from({ length: 999 }, (_, i) => ` UNION ALL SELECT ${i + 1}`).join('')})`;
  const hundreds = `(SELECT n FROM ${thousand} AS c WHERE n < 200)`;
  await bench.admin.query(
    `INSERT INTO many SELECT a.n * 1000 + b.n, REPEAT('x', 1000) FROM ${hundreds} AS a, ${thousand} AS b`,
  );
  await bench.withDriver(async (driver) => {
    const query = sql`SELECT CAST(id AS CHAR), v FROM many`;
    const before = process.memoryUsage.rss();
    for await (const batch of driver.rows(query, { ...CALL, label: 'early end' })) {
      expect(batch.length).toBeGreaterThan(0);
      await sleep(1500);
      expect(await running('early end')).toHaveLength(1);
      break;
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(100_000_000);
    expect(await running('early end')).toEqual([]);
    let rows = 0;
    for await (const batch of driver.rows(query, CALL)) rows += batch.length;
    expect(rows).toBe(200_000);
  });
});

test('a statement that takes longer than the timeout fails', async () => {
  const error = await bench
    .withDriver((driver) => allRows(driver.rows(SLOW, CALL)), { statementTimeout: '1s' })
    .catch((e: unknown) => e);
  expect(error).toEqual(refused('source-timeout', /rowsPerScan/));
});

test('a connection that is killed in mid-scan is a transient error', async () => {
  const driver = await bench.source().then((s) => s.connect());
  const result = allRows(driver.rows(SLOW, { ...CALL, label: 'doomed' })).then(
    () => 'finished',
    (e: unknown) => e,
  );
  await until(async () => (await running('doomed')).length === 1);
  await bench.admin.query(`KILL ${(await running('doomed'))[0]}`);
  expect(await result).toEqual(refused('source-unavailable', /./));
  await expect(driver.version(CALL)).rejects.toEqual(refused('source-unavailable', /./));
  await driver.close();
});

test('what is written after the driver was opened is not seen', async () => {
  await bench.create('moving', 'v INT', '1');
  await bench.withDriver(async (driver, { dialect }) => {
    const scope = await bindDataset(datasetOf('moving'), dialect, driver, CALL);
    const first = await digestPartitions(scope, driver, CALL, EVERYTHING);
    await bench.admin.query('UPDATE moving SET v = 2');
    expect(await digestPartitions(scope, driver, CALL, EVERYTHING)).toEqual(first);
  });
});
