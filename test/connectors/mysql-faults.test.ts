import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { mysqlSettings } from '../../connectors/mysql/settings.ts';
import { sql } from '../../src/source/sql.ts';
import { CALL } from '../conformance/bench.ts';
import { openBench, refused } from './mysql-bench.ts';

let bench: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  bench = await openBench(inject('mariadb'));
});
afterAll(() => bench.close());

const running = async (label: string): Promise<number[]> => {
  const [list] = (await bench.admin.query('SHOW FULL PROCESSLIST')) as unknown as [
    { Id: number; Info: string | null }[],
  ];
  return list.filter((p) => p.Info?.includes(label)).map((p) => p.Id);
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
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/s3cret/);
    return error;
  };
  expect(await fails({ host: 'no-such-host.invalid' }, 's3cret')).toMatchObject({
    code: expect.stringMatching(/^source-(missing|unavailable)$/),
  });
  expect(await fails({ database: 'no_such_database' })).toEqual(
    refused('source-missing', /no_such_database/),
  );
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

test('a query that cannot be killed, for want of a second connection, is cancelled all the same', async () => {
  await bench.admin.query(`CREATE USER single@'%' IDENTIFIED BY 'pw' WITH MAX_USER_CONNECTIONS 1`);
  await bench.admin.query(`GRANT SELECT ON ${bench.database}.* TO single@'%'`);
  const source = await bench.source({ user: 'single' }, 'pw');
  const driver = await source.connect();
  const abort = new AbortController();
  const endless = sql`WITH RECURSIVE r AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM r WHERE i < 1000) SELECT REPEAT('x', 1000) FROM r AS a, r AS b, r AS c`;
  const reading = async () => {
    for await (const _ of driver.rows(endless, { ...CALL, signal: abort.signal })) {
      abort.abort();
      // Time for the other connection to be refused while nobody waits for it.
      await sleep(300);
    }
  };
  await expect(reading()).rejects.toEqual(refused('cancelled', /Cancelled/));
  await expect(driver.version(CALL)).rejects.toEqual(refused('source-unavailable', /given up/));
  await driver.close();
  await bench.admin.query("DROP USER single@'%'");
});

test('a slow reader holds the server back', async () => {
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
