import mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { mysqlDialect } from '../../connectors/mysql/dialect.ts';
import { canonicalText } from '../../src/digest/canonical-text.ts';
import { bindDataset } from '../../src/scan/bind-dataset.ts';
import { CALL, readRows, SPLIT } from '../conformance/bench.ts';
import { EDGE_VALUES } from '../conformance/edge-values.ts';
import { datasetOf } from '../conformance/fixture.ts';
import { openBench, refused } from './mysql-bench.ts';

let bench: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  bench = await openBench(inject('mariadb'));
});
afterAll(() => bench.close());

const create: typeof bench.create = (...args) => bench.create(...args);

test('nothing of the server’s or the user’s defaults changes a digest', async () => {
  await create('plain', 'v VARCHAR(20), c CHAR(5), d DECIMAL(9,3), e TIMESTAMP(6) NULL, f DOUBLE');
  await bench.admin.query(
    "INSERT INTO plain (v, c, d, e, f) VALUES ('a\\\\b|\"ä', 'x', 1.5, '2020-10-25 00:30:00', 0.1), (NULL, '', 0, NULL, 1e300)",
  );
  const before = await bench.digests('plain', { split: SPLIT, where: `v = "a\\\\b|\\"ä" OR v IS NULL` });
  expect(before.map((p) => p.rows)).toEqual([2n]);
  const hostile = {
    sql_mode: "'ANSI,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,PIPES_AS_CONCAT,HIGH_NOT_PRECEDENCE'",
    time_zone: "'-07:30'",
    character_set_server: 'latin1',
    collation_server: 'latin1_swedish_ci',
    character_set_client: 'latin1',
    character_set_results: 'latin1',
    character_set_connection: 'latin1',
    collation_connection: 'latin1_german1_ci',
    [bench.isMariadb ? 'tx_isolation' : 'transaction_isolation']: "'READ-UNCOMMITTED'",
    sql_select_limit: '1',
    max_sort_length: '64',
    max_error_count: '0',
    sql_notes: '0',
    div_precision_increment: '0',
    lc_time_names: "'de_DE'",
    optimizer_switch: "'derived_merge=on'",
  };
  const [kept = {}] = (await bench.admin.query(
    `SELECT ${Object.keys(hostile).map((name) => `CONCAT(@@GLOBAL.${name}) AS ${name}`)}`,
  )) as unknown as [Record<string, unknown>[]];
  try {
    for (const [name, value] of Object.entries(hostile)) {
      await bench.admin.query(`SET GLOBAL ${name} = ${value}`);
    }
    expect(await bench.digests('plain', { split: SPLIT, where: `v = "a\\\\b|\\"ä" OR v IS NULL` })).toEqual(
      before,
    );
  } finally {
    for (const [name, value] of Object.entries((kept as Record<string, unknown>[])[0] ?? {})) {
      const text = /^\d+$/.test(String(value)) ? String(value) : mysql.escape(String(value));
      await bench.admin.query(`SET GLOBAL ${name} = ${text}`);
    }
  }
});

test('case-insensitive and padding collations merge neither keys nor rows', async () => {
  await create('keys_ci', 'k VARCHAR(20) COLLATE utf8mb4_general_ci', "'a'", "'A'", "'ä'", "'a '", "'a'");
  const rows = { mode: 'latest' as const, key: ['k'], tombstone: null };
  await bench.withDriver(async (driver, { dialect }) => {
    const scope = await bindDataset(datasetOf('keys_ci', { rows }), dialect, driver, CALL);
    const found = await readRows(scope, driver, { columns: ['k'] }, 'k');
    expect(found.map(([k]) => k).sort()).toEqual(['A', 'a', 'a ', 'ä']);
  });
});

test('keys that differ only after a thousand characters are different keys', async () => {
  const long = 'x'.repeat(5000);
  await create(
    'keys_long',
    'k LONGTEXT',
    `'${long}a'`,
    `'${long}b'`,
    `'${long}a'`,
    `'${long}b'`,
    `'${long}c'`,
  );
  const rows = { mode: 'latest' as const, key: ['k'], tombstone: null };
  await bench.withDriver(async (driver, { dialect }) => {
    const scope = await bindDataset(datasetOf('keys_long', { rows }), dialect, driver, CALL);
    const found = await readRows(scope, driver, { columns: ['k'] }, 'right(k, 1)');
    expect(found.map(([k]) => k).sort()).toEqual(['a', 'b', 'c']);
  });
});

test('latin1, utf8mb3, UTF-16 and CHAR(n) give the same text', async () => {
  for (const [i, type] of ['latin1', 'utf8mb3', 'utf16', 'utf8mb4'].entries()) {
    await create(`charset${i}`, `v CHAR(9) CHARACTER SET ${type}`, "'naïve ~|  '", 'NULL', "''");
    expect(await bench.texts(`charset${i}`, 'v')).toEqual(['naïve ~~~p', '~N', '']);
  }
});

test('integers of every width, YEAR, BIT, ENUM and SET', async () => {
  await create('big', 'v BIGINT UNSIGNED', '18446744073709551615', '0');
  expect(await bench.texts('big', 'v')).toEqual(['18446744073709551615', '0']);
  await create('filled', 'v INT(8) ZEROFILL', '42');
  expect(await bench.texts('filled', 'v')).toEqual(['42']);
  await create('filled_decimal', 'v DECIMAL(9,3) ZEROFILL', '4.250', '0');
  expect(await bench.texts('filled_decimal', 'v')).toEqual(['4.25', '0']);
  await create('years', 'v YEAR', '2020', '0', '1901');
  expect(await bench.texts('years', 'v')).toEqual(['2020', '0', '1901']);
  await create('enums', "v ENUM('a','b|c')", "'b|c'", '1');
  expect(await bench.texts('enums', 'v')).toEqual(['b~pc', 'a']);
  await create('sets', "v SET('x','y')", "'y,x'", "''");
  expect(await bench.texts('sets', 'v')).toEqual(['x,y', '']);
  await create('bits', 'v BIT(8)', "b'101'");
  await expect(bench.texts('bits', 'v')).rejects.toEqual(refused('column-unsupported', /"v" \(bit\(8\)\)/));
  expect(await bench.texts('bits', 'v', { opaque: ['v'] })).toEqual(['5']);
  const cast = await bench.digests('bits', { columns: { casts: { v: 'int' } } });
  expect(cast.map((p) => p.rows)).toEqual([1n]);
});

test('TINYINT(1) is a boolean, unless it is cast', async () => {
  await create('flags', 'v TINYINT(1)', '1', '0', 'NULL');
  expect(await bench.texts('flags', 'v')).toEqual(['1', '0', '~N']);
  await bench.admin.query('INSERT INTO flags (v) VALUES (2)');
  await expect(bench.texts('flags', 'v')).rejects.toEqual(
    refused('value-unsupported', /^Column "v" is TINYINT\(1\).*cast it to int\.$/),
  );
  expect(await bench.digests('flags', { columns: { casts: { v: 'int' } } })).toHaveLength(1);
  await create('bit_flags', 'v BIT(1)', "b'1'", "b'0'");
  await create('bool_flags', 'v BOOLEAN', '1', '0');
  expect(await bench.digests('bit_flags', { columns: { casts: { v: 'bool' } } })).toEqual(
    await bench.digests('bool_flags'),
  );
});

test('DECIMAL(65,30) keeps every digit', async () => {
  const wide = '99999999999999999999999999999999999.999999999999999999999999999999';
  await create(
    'wide',
    'v DECIMAL(65,30)',
    wide,
    `-${wide}`,
    '0.000000000000000000000000000001',
    '100',
    '-0.0',
  );
  expect(await bench.texts('wide', 'v')).toEqual([
    wide,
    `-${wide}`,
    '0.000000000000000000000000000001',
    '100',
    '0',
  ]);
});

test('a FLOAT is widened, and doubles near every power of two are exact', async () => {
  await create('floats', 'v FLOAT', '0.1', '16777216', '1e-45', '3.4028234663852886e38', '-0.0');
  const widened = [Math.fround(0.1), 16_777_216, 2 ** -149, 3.402_823_466_385_288_6e38, 0];
  expect(await bench.texts('floats', 'v')).toEqual(widened.map((v) => canonicalText(v, 'double')));
  await bench.admin.query(`CREATE TABLE powers (id INT PRIMARY KEY, at DATE DEFAULT '2020-10-29', v DOUBLE)`);
  const doubles = Array.from({ length: 2098 }, (_, i) => 2 ** (i - 1074)).flatMap((power) => {
    const bits = Buffer.alloc(8);
    bits.writeDoubleBE(power);
    const near = (step: bigint) => {
      const other = Buffer.alloc(8);
      other.writeBigUInt64BE(bits.readBigUInt64BE() + step);
      return other.readDoubleBE();
    };
    return [near(-1n), power, near(1n)];
  });
  await bench.admin.query('INSERT INTO powers (id, v) VALUES ?', [doubles.map((v, i) => [i, String(v)])]);
  expect(await bench.texts('powers', 'v')).toEqual(doubles.map((v) => canonicalText(v, 'double')));
});

test('zero dates have their text in a digest, and cannot leave for a file', async () => {
  await create(
    'zeros',
    'v DATE',
    "'0000-00-00'",
    "'2020-00-00'",
    "'2020-10-00'",
    "'0000-05-05'",
    "'2020-10-29'",
  );
  expect(await bench.texts('zeros', 'v')).toEqual(
    ['0000-00-00', '2020-00-00', '2020-10-00', '0000-05-05'].map((t) => `~Z${t}`).concat('18564'),
  );
  await create('zero_times', 'v DATETIME(3)', "'0000-00-00'", "'2020-10-29 12:00:00.5'");
  expect(await bench.texts('zero_times', 'v')).toEqual(['~Z0000-00-00 00:00:00.000', '1603972800500000']);
  await create('zero_stamps', 'v TIMESTAMP NULL', "'0000-00-00'", 'NULL');
  expect(await bench.texts('zero_stamps', 'v')).toEqual(['~Z0000-00-00 00:00:00', '~N']);
  await bench.admin.query("SET sql_mode = 'ALLOW_INVALID_DATES'");
  await create('no_such_day', 'v DATE', "'2021-02-31'");
  await bench.admin.query("SET sql_mode = ''");
  expect(await bench.texts('no_such_day', 'v')).toEqual(['~Z2021-02-31']);
  await expect(bench.texts('zeros', 'v', {}, true)).rejects.toEqual(
    refused('value-unsupported', /^Column "v" holds a date such as 0000-00-00/),
  );
});

test('a TIME that is no time of day stops the query', async () => {
  await create('times', 'v TIME(6)', "'23:59:59.999999'");
  expect(await bench.texts('times', 'v')).toEqual(['86399999999']);
  for (const [i, value] of ["'24:00:00'", "'-00:00:01'"].entries()) {
    await create(`times${i}`, 'v TIME', value);
    await expect(bench.texts(`times${i}`, 'v')).rejects.toEqual(
      refused('value-unsupported', /^Column "v" holds a time below 0, or of 24 hours and more/),
    );
  }
});

test('a value that does not fit a cast stops the query', async () => {
  await create('casts', 'v VARCHAR(40)', "'12 apples'");
  for (const type of [
    'int',
    'decimal(9,2)',
    'double',
    'bool',
    'date',
    'timestamp',
    'timestamptz',
    'time',
    'uuid',
  ]) {
    await expect(bench.digests('casts', { columns: { casts: { v: type } } })).rejects.toEqual(
      refused('value-unsupported', /./),
    );
  }
});

test('a row longer than max_allowed_packet is refused, as is a value whose text would be', async () => {
  await create('long_rows', 'v LONGTEXT');
  const megabytes = async (count: number) =>
    bench.admin.query('INSERT INTO long_rows (v) VALUES (REPEAT(?, ?))', ['x', count * 1024 * 1024]);
  await megabytes(1);
  expect(await bench.digests('long_rows')).toHaveLength(1);
  const [most] = await bench.admin.query('SELECT @@max_allowed_packet DIV 1048576 AS megabytes');
  await megabytes(Math.floor((most as { megabytes: number }[])[0]?.megabytes ?? 0) / 2 + 1);
  await bench.admin.query('ALTER TABLE long_rows ADD w LONGTEXT');
  await bench.admin.query('UPDATE long_rows SET w = v');
  await expect(bench.digests('long_rows')).rejects.toEqual(refused('value-unsupported', /1301/));
});

test('views, generated, invisible and hostile names', async () => {
  await create('hard', 'v INT, `g``x` INT AS (v + 1) STORED, hidden INT DEFAULT 7 INVISIBLE', '1');
  await bench.admin.query('CREATE VIEW `a.view "of it"` AS SELECT * FROM hard');
  const names = (table: string) =>
    bench.withDriver(async (driver) => (await driver.columns(table, CALL)).map((c) => c.name));
  expect(await names('hard')).toEqual(['id', 'at', 'v', 'g`x']);
  const view = `\`${bench.database}\`.\`a.view "of it"\``;
  expect(await names(view)).toEqual(['id', 'at', 'v', 'g`x']);
  expect(await bench.digests(view)).toEqual(await bench.digests('hard'));
});

test('literals mean the same whatever sql_mode says', async () => {
  const texts = (EDGE_VALUES['string'] ?? []).map(String).concat('nul\0byte', '\\', "\\'");
  const select = texts.map((t) => `HEX(${mysqlDialect.literal(t)})`).join(', ');
  for (const mode of ['', 'NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES']) {
    await bench.admin.query('SET sql_mode = ?', [mode]);
    const [rows] = await bench.admin.query({ sql: `SELECT ${select}`, rowsAsArray: true });
    expect((rows as string[][])[0]).toEqual(texts.map((t) => Buffer.from(t).toString('hex').toUpperCase()));
  }
  await bench.admin.query("SET sql_mode = ''");
});

test('a value whose text is longer than max_allowed_packet is refused, and is not taken for NULL', async () => {
  await create('blobs', 'v LONGBLOB');
  await bench.admin.query("INSERT INTO blobs (v) VALUES (REPEAT('x', @@max_allowed_packet DIV 2 + 1000))");
  await expect(bench.digests('blobs')).rejects.toEqual(refused('value-unsupported', /1301/));
});
