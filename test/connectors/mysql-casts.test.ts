import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { bindDataset } from '../../src/scan/bind-dataset.ts';
import { CALL, readRows } from '../conformance/bench.ts';
import { datasetOf } from '../conformance/fixture.ts';
import { openBench, refused } from './mysql-bench.ts';

let bench: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  bench = await openBench(inject('mariadb'));
});
afterAll(() => bench.close());

const create: typeof bench.create = (...args) => bench.create(...args);

test('a table without transactions is refused, and a BINARY(16) is a uuid where it is cast to one', async () => {
  await bench.admin.query('CREATE TABLE unsafe (id INT, at DATETIME) ENGINE=MyISAM');
  await expect(bench.digests('unsafe')).rejects.toEqual(refused('source-invalid', /MyISAM/));
  await create('ids', 'v BINARY(16), w CHAR(36)', "UNHEX('6F9619FF8B86D011B42D00C04FC964FF')");
  await bench.admin.query("UPDATE ids SET w = '6F9619FF-8B86-D011-B42D-00C04FC964FF'");
  const casts = { casts: { v: 'uuid', w: 'uuid' } };
  const scan = async (column: string) =>
    bench.withDriver(async (driver, { dialect }) => {
      const scope = await bindDataset(datasetOf('ids', { columns: casts }), dialect, driver, CALL);
      return readRows(scope, driver, { columns: [column] }, `CAST("${column}" AS VARCHAR)`);
    });
  expect(await scan('v')).toEqual([['6f9619ff-8b86-d011-b42d-00c04fc964ff']]);
  expect(await scan('w')).toEqual(await scan('v'));
});

test.each([
  ['BIGINT UNSIGNED', '18446744073709551615', 'int'],
  ['DOUBLE', '1e30', 'int'],
  ['DOUBLE', '-1e30', 'int'],
  ['DECIMAL(30,0)', '99999999999999999999', 'int'],
  ['DOUBLE', '1e30', 'bigint unsigned'],
  ['INT', '-1', 'bigint unsigned'],
  ['VARCHAR(40)', "'2020-01-01 10:11:12.1234567'", 'timestamp'],
  ['VARCHAR(40)', "'10:11:12.1234567'", 'time'],
])('a %s of %s that is cast to %s is refused, and is not changed', async (type, value, target) => {
  const table = `lossy_${Math.abs([...`${type}${value}${target}`].reduce((h, c) => h * 31 + c.charCodeAt(0), 7) % 1e9)}`;
  await create(table, `v ${type}`, value);
  const refusedAll = bench.digests(table, { columns: { casts: { v: target } } });
  await expect(refusedAll).rejects.toMatchObject({ code: 'value-unsupported' });
});

test('numbers at the edge of 64 bits are cast as they are, and geometry is taken as bytes', async () => {
  await create('edges', 'v DECIMAL(30,0)', '9223372036854775807', '-9223372036854775808', 'NULL');
  expect(await bench.texts('edges', 'v', { casts: { v: 'int' } })).toEqual([
    '9223372036854775807',
    '-9223372036854775808',
    '~N',
  ]);
  await create('places', 'v POINT', 'POINT(1, 2)');
  expect(await bench.texts('places', 'v', { opaque: ['v'] })).toEqual([
    expect.stringMatching(/^[0-9a-f]{50}$/),
  ]);
});
