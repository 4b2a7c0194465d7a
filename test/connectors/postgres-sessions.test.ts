import { expect, test } from 'vitest';
import { allRows } from '../../src/source/all-rows.ts';
import { sql } from '../../src/source/sql.ts';
import { CALL } from '../conformance/bench.ts';
import { postgresShop, postgresSource } from './postgres-shop.ts';

const TABLE = `CREATE TABLE t (id int, a double precision, b bytea, c date, d timestamptz, e jsonb, f float8[], g interval,
    h text, at timestamptz);
  INSERT INTO t SELECT i, i / 7.0, decode('00ff', 'hex'), '2020-02-01', '2020-03-29 00:30:00+00', '{"a": 1}', ARRAY[i / 3.0],
    '1 day 2 hours', E'a\\\\b', timestamptz '2020-10-28 22:30:00+00' + i * interval '1 hour' FROM generate_series(1, 50) i`;

const HOSTILE = [
  ['TimeZone', "'Pacific/Chatham'"],
  ['DateStyle', "'German, DMY'"],
  ['IntervalStyle', "'sql_standard'"],
  ['extra_float_digits', "'-15'"],
  ['bytea_output', "'escape'"],
  ['client_encoding', "'LATIN1'"],
  ['standard_conforming_strings', 'off'],
  ['transform_null_equals', 'on'],
  ['search_path', 'traps, public'],
  ['default_transaction_isolation', "'read committed'"],
  ['jit', 'on'],
  ['jit_above_cost', '0'],
  ['default_transaction_read_only', 'off'],
  ['lc_numeric', "'C'"],
] as const;

const TRAPS = `CREATE SCHEMA traps;
  CREATE TABLE traps.t (id int, at timestamptz);
  CREATE FUNCTION traps.sha256(bytea) RETURNS bytea LANGUAGE sql AS $$ SELECT '\\x00'::bytea $$;
  CREATE FUNCTION traps.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT 'epoch'::timestamptz $$;
  CREATE FUNCTION public.encode(bytea, text) RETURNS text LANGUAGE sql AS $$ SELECT 'trap' $$;`;

test('no default of the database or the role changes a digest', async () => {
  const { run, digests, url } = await postgresShop(TABLE);
  const changes = { where: "h <> 'x' AND e IS NOT NULL", columns: { opaque: ['e', 'f', 'g'] } };
  const expected = await digests('t', changes);
  expect(expected.length).toBeGreaterThan(1);
  const role = `hostile_${process.pid}`;
  const name = new URL(url).pathname.slice(1);
  await run(`${TRAPS} CREATE ROLE ${role} LOGIN SUPERUSER PASSWORD 'x'`);
  try {
    for (const [setting, value] of HOSTILE) {
      await run(
        `ALTER ROLE ${role} SET ${setting} = ${value}; ALTER DATABASE ${name} SET ${setting} = ${value}`,
      );
    }
    const asRole = new URL(url);
    asRole.username = role;
    asRole.password = 'x';
    expect(await digests('t', changes, asRole.href)).toEqual(expected);
  } finally {
    await run(`DROP ROLE ${role}`);
  }
});

test('a driver sees one moment, cannot write, and goes on after an error', async () => {
  const { run, source } = await postgresShop(TABLE);
  const { connect, dialect } = await source();
  const driver = await connect();
  try {
    const count = async () =>
      (
        await allRows(driver.rows(sql`SELECT count(*)::text FROM ${dialect.table('t', undefined)}`, CALL))
      )[0]?.[0];
    await run('DELETE FROM t WHERE id > 10');
    expect(await count()).toBe('50');
    await expect(allRows(driver.rows(sql`DELETE FROM t`, CALL))).rejects.toMatchObject({
      code: 'source-failed',
    });
    await expect(allRows(driver.rows(sql`SELECT 1; COMMIT`, CALL))).rejects.toMatchObject({
      code: 'source-invalid',
    });
    await expect(driver.columns('nothing', CALL)).rejects.toMatchObject({ code: 'source-missing' });
    await expect(driver.columns('nowhere.t', CALL)).rejects.toMatchObject({ code: 'source-missing' });
    expect(await count()).toBe('50');
  } finally {
    await driver.close();
  }
});

test('what stands between the driver and the table is told by kind, without the password', async () => {
  const { run, url } = await postgresShop(TABLE);
  const changed = (change: (url: URL) => void) => {
    const other = new URL(url);
    change(other);
    return other.href;
  };
  const secret = 'secret-of-the-test';
  const cases: [string, string][] = [
    [
      changed((u) => {
        u.hostname = 'no-such-host.invalid';
        u.password = secret;
      }),
      'source-missing|source-unavailable',
    ],
    [
      changed((u) => {
        u.pathname = '/no_such_database';
      }),
      'source-missing',
    ],
    [
      changed((u) => {
        u.searchParams.set('sslmode', 'require');
      }),
      'source-invalid',
    ],
    [
      changed((u) => {
        u.searchParams.set('options', '-c x=y');
        u.password = secret;
      }),
      'config-invalid',
    ],
    [`${secret} is no url`, 'config-invalid'],
  ];
  for (const [wrong, code] of cases) {
    const error = await postgresSource(wrong)
      .then(({ connect }) => connect())
      .then(
        () => undefined,
        (e: unknown) => e as Error & { code: string },
      );
    expect([wrong, error?.code]).toEqual([wrong, expect.stringMatching(new RegExp(`^(${code})$`))]);
    const everything = JSON.stringify([
      error,
      error?.message,
      error?.stack,
      (error?.cause as Error)?.message,
    ]);
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(decodeURIComponent(new URL(url).password));
    expect(error?.message).toMatch(/\w{3}/);
  }
  const role = `reader_${process.pid}`;
  await run(`CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT SELECT (id, at) ON t TO ${role}`);
  const reader = await postgresShop('');
  try {
    const asReader = changed((u) => {
      u.username = role;
      u.password = 'x';
    });
    await expect(reader.digests('t', {}, asReader)).rejects.toMatchObject({ code: 'column-unsupported' });
    const some = { columns: { include: ['id', 'a', 'at'] } };
    await expect(reader.digests('t', some, asReader)).rejects.toMatchObject({ code: 'source-denied' });
    expect(await reader.digests('t', { columns: { include: ['id', 'at'] } }, asReader)).not.toHaveLength(0);
  } finally {
    await run(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});

test('what a transaction cannot be kept from seeing is refused, and is gone with the next driver', async () => {
  const partitioned = `CREATE TABLE p (id int, at timestamptz) PARTITION BY RANGE (at);
    CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2020-02-01');
    CREATE TABLE p2 AS SELECT 2 AS id, timestamptz '2020-02-10 00:00:00+00' AS at;
    INSERT INTO p VALUES (1, '2020-01-10 00:00:00+00')`;
  const changes = [
    ['p', "ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM ('2020-02-01') TO ('2020-03-01')", 'after'],
    ['p', 'TRUNCATE p1', 'before'],
    ['t', 'VACUUM FULL t', 'before'],
  ] as const;
  for (const [table, change, moment] of changes) {
    const { run, source } = await postgresShop(`${TABLE}; ${partitioned}`);
    const { connect, dialect } = await source();
    const driver = await connect();
    const count = sql`SELECT count(*)::text FROM ${dialect.table(table, undefined)}`;
    const look = async () => {
      await driver.columns(table, CALL);
      if (moment === 'after') await run(change);
      return allRows(driver.rows(count, CALL));
    };
    // The first query fixes the moment.
    await driver.version(CALL);
    if (moment === 'before') await run(change);
    await expect(look(), change).rejects.toMatchObject({ code: 'source-unavailable' });
    await driver.close();
    const again = await connect();
    await again.columns(table, CALL);
    expect(await allRows(again.rows(count, CALL))).toHaveLength(1);
    await again.close();
  }
});

test('the environment of libpq changes nothing but a password that is not said', async () => {
  const { source } = await postgresShop(TABLE);
  process.env['PGOPTIONS'] = '-c work_mem=77MB -c role=pg_monitor';
  try {
    const driver = await (await source()).connect();
    const [row] = await allRows(driver.rows(sql`SELECT current_user::text`, CALL));
    expect(row).toEqual(['tidemark']);
    await driver.close();
  } finally {
    delete process.env['PGOPTIONS'];
  }
});
