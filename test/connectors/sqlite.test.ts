import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { parseInstant } from '../../src/base/instant.ts';
import { columnText } from '../../src/digest/row-sql.ts';
import { openSource } from '../../src/main/connectors.ts';
import { bindDataset } from '../../src/scan/bind-dataset.ts';
import { countRows } from '../../src/scan/count-scan.ts';
import type { Dataset } from '../../src/scan/dataset.ts';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import { allRows } from '../../src/source/all-rows.ts';
import { columnNamed } from '../../src/source/bind-columns.ts';
import type { Call } from '../../src/source/driver.ts';
import { sql } from '../../src/source/sql.ts';
import { CALL, EVERYTHING, readRows } from '../conformance/bench.ts';
import { datasetOf } from '../conformance/fixture.ts';
import { tempFolder } from '../support/temp-folder.ts';

const AT = `at TIMESTAMP DEFAULT '2020-10-29 12:00:00'`;

async function openFile(...statements: readonly string[]) {
  const folder = tempFolder();
  const file = path.join(folder, 'shop.sqlite');
  const run = (...more: readonly string[]) => {
    const db = new Sqlite(file);
    for (const statement of more) db.exec(statement);
    db.close();
  };
  run(...statements);
  const source = await openSource('shop', { type: 'sqlite', path: file, busyTimeout: 100 }, { folder });
  return { file, run, source };
}

/** The canonical texts of column `v` of table `t`. */
async function texts(statements: readonly string[], changes: Partial<Dataset> = {}) {
  const { source } = await openFile(...statements);
  const driver = await source.connect();
  try {
    const { columns } = await bindDataset(datasetOf('t', changes), source.dialect, driver, CALL);
    const text = columnText(source.dialect, columnNamed('t', columns, 'v', 'the test'));
    const from = source.dialect.table('t', undefined);
    return (await allRows(driver.rows(sql`SELECT ${text} FROM ${from}`, CALL))).map(([v]) => v);
  } finally {
    await driver.close();
  }
}

const table = (type: string, ...values: readonly string[]) => [
  `CREATE TABLE t (v ${type}, ${AT})`,
  ...values.map((value) => `INSERT INTO t (v) VALUES (${value})`),
];

test.each([
  ['INTEGER', '1.5', 'the real 1.5'],
  ['INTEGER', "'x'", "the text 'x'"],
  ['BIGINT', '9223372036854775808', 'the real 9223372036854776000'],
  ['BOOLEAN', '2', 'the integer 2'],
  ['BOOLEAN', "'true'", "the text 'true'"],
  ['DECIMAL(12,2)', '1.005', 'the real 1.005'],
  ['DECIMAL(5,2)', '1000', 'the integer 1000'],
  ['DECIMAL(18,2)', '12345678901234.56', 'the real 12345678901234.56'],
  ['DECIMAL(5,0)', '1.5', 'the real 1.5'],
  ['DOUBLE', "'fast'", "the text 'fast'"],
  ['TEXT', "x'00ff'", 'a blob of 2 bytes'],
  ['BLOB', "'text'", "the text 'text'"],
  ['DATE', "'2020-02-30'", "the text '2020-02-30'"],
  ['DATE', "'2020-02-29 00:00:00'", "the text '2020-02-29 00:00:00'"],
  ['TIMESTAMP', '1603972800', 'the integer 1603972800'],
  ['TIMESTAMP', '2459152.5', 'the real 2459152.5'],
  ['TIMESTAMP', "'2020-10-29 12:00:00+02:00'", "the text '2020-10-29 12:00:00+02:00'"],
  ['TIMESTAMPTZ', "'2020-10-29 12:00:00.1234567'", "the text '2020-10-29 12:00:00.1234567'"],
  ['TIMESTAMPTZ', "'2020-10-29 24:00:00'", "the text '2020-10-29 24:00:00'"],
  ['TIME', "'25:00'", "the text '25:00'"],
  ['UUID', "'6f9619ff-8b86'", "the text '6f9619ff-8b86'"],
])('%s refuses %s, naming the row', async (type, value, described) => {
  const [create = '', insert = ''] = table(type, value);
  const good = `INSERT INTO t (rowid, v) VALUES (41, NULL)`;
  const failing = texts([create, good, insert]);
  await expect(failing).rejects.toMatchObject({ code: 'value-unsupported' });
  await expect(failing).rejects.toThrow(
    `Column "v" (${type}) holds ${described}. It is in table t, the row with rowid 42. Correct it`,
  );
});

test.each([
  [
    'DECIMAL(12,2)',
    ['0.1 + 0.2', '1.5', '100', '-0.0', '0.01', '1234567890123.0'],
    ['0.3', '1.5', '100', '0', '0.01'],
  ],
  ['NUMERIC(6, 6)', ['0.000001', '-0.5'], ['0.000001', '-0.5']],
  ['DECIMAL_TEXT(38,9)', ["'12345678901234567890.123456789'", '1'], ['12345678901234567890.123456789', '1']],
  ['decimal(10)', ['7', "'8'"], ['7', '8']],
  ['BIGINT UNSIGNED', ['7'], ['7']],
  ['DOUBLE', ['9e999', '-9e999', '1'], ['inf', '-inf', '4503599627370496p-52']],
  ['char(4)', ["'a  '", "' b'"], ['a', ' b']],
  ['VARCHAR(4)', ["'a  '", '12'], ['a  ', '12']],
  [
    'DATETIME',
    [
      "'1970-01-01'",
      "'1970-01-01T00:00'",
      "'1970-01-01 00:00:01.5'",
      "'1970-01-01T00:00:01Z'",
      "'1970-01-01 00:00:00.0000010'",
    ],
    ['0', '0', '1500000', '1000000', '1'],
  ],
  [
    'timestamp  with time zone',
    ["'1970-01-01 01:00:00+01'", "'1970-01-01T01:30:00+0130'", "'1969-12-31 23:59:59-00:00'"],
    ['0', '0', '-1000000'],
  ],
  [
    'UUID',
    ["'6F9619FF8B86D011B42D00C04FC964FF'", "x'6f9619ff8b86d011b42d00c04fc964ff'"],
    Array(2).fill('6f9619ff-8b86-d011-b42d-00c04fc964ff'),
  ],
])('%s reads %s', async (type, values, expected) => {
  const held = type === 'DECIMAL(12,2)' ? values.slice(0, 5) : values;
  expect(await texts(table(type, ...held))).toEqual(expected);
});

test('casts read what a column holds as something else', async () => {
  const cast = (type: string) => ({ columns: { casts: { v: type } } });
  expect(await texts(table('TEXT', "'true'", "'0'"), cast('bool'))).toEqual(['1', '0']);
  expect(await texts(table('TEXT', "'1.50'"), cast('decimal(38,9)'))).toEqual(['1.5']);
  expect(await texts(table('', "'2020-10-29'", 'NULL'), cast('date'))).toEqual(['18564', '~N']);
  expect(await texts(table('DOUBLE', '0.1', '2'), cast('string'))).toEqual(['0.1', '2.0'.replace('.0', '')]);
  await expect(texts(table('TEXT', "'yes'"), cast('bool'))).rejects.toThrow('the row with rowid 1');
  await expect(texts(table('TEXT', "'yes'"), cast('money'))).rejects.toMatchObject({
    code: 'column-unsupported',
  });
});

test('finer digits are cut off where the declared type has them and the dataset says so', async () => {
  const nanos = table('TIMESTAMP(9)', "'1969-12-31 23:59:59.9999999'");
  await expect(texts(nanos)).rejects.toMatchObject({ code: 'column-unsupported' });
  expect(await texts(nanos, { columns: { floor: ['v'] } })).toEqual(['-1']);
});

test('columns whose type says nothing are refused by name, or taken as opaque', async () => {
  for (const type of ['', 'JSON', 'NUMERIC', 'MONEY']) {
    await expect(texts(table(type))).rejects.toThrow(
      `"v" (${type === '' ? 'no declared type' : type}) has no canonical text`,
    );
  }
  const opaque = { columns: { opaque: ['v'] } };
  expect(await texts(table('JSON', `'{"a":"|"}'`, '0.1', "x'7e'", 'NULL'), opaque)).toEqual([
    '{"a":"~p"}',
    '0.1',
    "X'7E'",
    '~N',
  ]);
});

test('text that is not UTF-8 is refused, the replacement character itself is not', async () => {
  const digest = async (value: string) => {
    const { source } = await openFile(...table('TEXT', value));
    const driver = await source.connect();
    try {
      const scope = await bindDataset(datasetOf('t'), source.dialect, driver, CALL);
      return (await digestPartitions(scope, driver, CALL, EVERYTHING)).map((p) => p.rows);
    } finally {
      await driver.close();
    }
  };
  expect(await digest("'\uFFFD'")).toEqual([1n]);
  await expect(digest("CAST(x'61ff' AS TEXT)")).rejects.toThrow(
    'A column holds text that is not UTF-8. It is in table t, column "v", the row with rowid 1.',
  );
});

test('names the key of a table without row ids, and says that a view has none', async () => {
  const keyed = `CREATE TABLE t (id TEXT, n INT, v BOOLEAN, ${AT}, PRIMARY KEY (n, id)) WITHOUT ROWID`;
  await expect(texts([keyed, `INSERT INTO t (id, n, v) VALUES ('a''b', 7, 3)`])).rejects.toThrow(
    `It is in table t, the row with id 'a''b', n 7.`,
  );
  const view = [
    `CREATE TABLE base (v BOOLEAN, ${AT})`,
    'INSERT INTO base (v) VALUES (1), (0)',
    'CREATE VIEW t AS SELECT * FROM base',
  ];
  expect(await texts(view)).toEqual(['1', '0']);
  await expect(texts([...view, 'INSERT INTO base (v) VALUES (5)'])).rejects.toThrow(
    'a view, whose rows have no ids',
  );
});

test('takes generated columns and names in any case', async () => {
  expect(
    await texts([`CREATE TABLE T ("V" INT AS (w + 1) STORED, w INT, ${AT})`, 'INSERT INTO t (w) VALUES (1)']),
  ).toEqual(['2']);
});

test('says what is wrong with the file', async () => {
  const code = async (file: string) => {
    const source = await openSource('shop', { type: 'sqlite', path: file, busyTimeout: 50 }, { folder: '/' });
    return source.connect().then(
      () => 'opened',
      (error: { code: string }) => error.code,
    );
  };
  const { file } = await openFile(...table('INT'));
  expect(await code(`${file}.none`)).toBe('source-missing');
  writeFileSync(`${file}.text`, 'not a database, but long enough to have a header of its own'.repeat(20));
  expect(await code(`${file}.text`)).toBe('source-invalid');
  const writer = new Sqlite(file);
  writer.exec('BEGIN EXCLUSIVE');
  expect(await code(file)).toBe('source-unavailable');
  writer.close();
  if (process.getuid?.() !== 0) {
    chmodSync(file, 0);
    expect(await code(file)).toBe('source-denied');
  }
});

test('integers wider than any of Parquet’s leave as text', async () => {
  const wide = `1${'0'.repeat(45)}`;
  const { source } = await openFile(...table('DECIMAL_TEXT(50,0)', `'${wide}'`));
  const driver = await source.connect();
  try {
    const scope = await bindDataset(datasetOf('t'), source.dialect, driver, CALL);
    expect(await readRows(scope, driver, { columns: ['v'] }, 'v')).toEqual([[wide]]);
  } finally {
    await driver.close();
  }
});

test('sees one moment, and a token tells that there is another', async () => {
  const { run, source } = await openFile('PRAGMA journal_mode = WAL', ...table('INT', '1'));
  const count = async (driver: Awaited<ReturnType<typeof source.connect>>) =>
    (await allRows(driver.rows(sql`SELECT count(*) FROM t`, CALL)))[0]?.[0];
  await sleep(2_100);
  const before = await source.connect();
  run('INSERT INTO t (v) VALUES (2)');
  expect(await count(before)).toBe('1');
  const fresh = await source.connect();
  const asFresh = await source.connect();
  expect(await fresh.changeToken('t', CALL)).not.toBe(await asFresh.changeToken('t', CALL));
  await sleep(2_100);
  const after = await source.connect();
  const again = await source.connect();
  expect(await count(after)).toBe('2');
  expect(await before.changeToken('t', CALL)).toBeDefined();
  expect(await after.changeToken('t', CALL)).not.toBe(await before.changeToken('t', CALL));
  expect(await after.changeToken('t', CALL)).toBe(await again.changeToken('t', CALL));
  for (const driver of [before, fresh, asFresh, after, again]) await driver.close();
});

const MANY = `INSERT INTO t (v) WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r LIMIT 400000) SELECT i FROM r`;

test('timers go on during a scan, and aborting ends it', async () => {
  const { source } = await openFile(...table('INT'), MANY);
  const driver = await source.connect();
  try {
    const scope = await bindDataset(datasetOf('t'), source.dialect, driver, CALL);
    let beats = 0;
    const beating = setInterval(() => beats++, 20);
    await digestPartitions(scope, driver, CALL, EVERYTHING);
    clearInterval(beating);
    expect(beats).toBeGreaterThan(10);

    for (const work of [
      (call: Call) => digestPartitions(scope, driver, call, EVERYTHING),
      (call: Call) => countRows(scope, driver, call, parseInstant('2021-01-01'), null),
    ]) {
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 50);
      const started = performance.now();
      await expect(work({ ...CALL, signal: abort.signal })).rejects.toMatchObject({ code: 'cancelled' });
      expect(performance.now() - started).toBeLessThan(1_000);
    }
    const counts = await countRows(scope, driver, CALL, parseInstant('2021-01-01'), null);
    expect([...counts.partitions.values()]).toEqual([400_000n]);
  } finally {
    await driver.close();
  }
});

test('rows come in batches as they are asked for, and leaving the loop ends the query', async () => {
  const { source } = await openFile(...table('INT'), MANY);
  const driver = await source.connect();
  try {
    let seen = 0;
    for await (const batch of driver.rows(sql`SELECT v FROM t`, CALL)) {
      seen += batch.length;
      if (seen >= 3000) break;
    }
    expect(seen).toBe(3000);
    const both = [driver.rows(sql`SELECT v FROM t`, CALL), driver.rows(sql`SELECT at FROM t`, CALL)];
    const counted = await Promise.all(both.map(async (rows) => (await allRows(rows)).length));
    expect(counted).toEqual([400_000, 400_000]);
  } finally {
    await driver.close();
  }
});
