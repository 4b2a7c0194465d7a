import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReferenceValue } from '../../src/digest/canonical-text.ts';
import { bindDataset } from '../../src/scan/bind-dataset.ts';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import { allRows } from '../../src/source/all-rows.ts';
import { bindColumns } from '../../src/source/bind-columns.ts';
import { sql } from '../../src/source/sql.ts';
import { AT, CALL, createBench, EVERYTHING, ID, NOON } from '../conformance/bench.ts';
import { datasetOf, type Fixture, type TestRow } from '../conformance/fixture.ts';
import { snowflakeFixture } from '../conformance/snowflake-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await snowflakeFixture();
});
afterAll(() => fixture.close());
const bench = createBench(() => fixture);

test('doubles around every power of two have their text', async () => {
  const doubles = Array.from({ length: 2098 }, (_, i) => 2 ** (i - 1074)).flatMap((power) => {
    const bits = Buffer.alloc(8);
    bits.writeDoubleBE(power);
    const near = (step: bigint) => {
      const other = Buffer.alloc(8);
      other.writeBigUInt64BE(bits.readBigUInt64BE() + step);
      return other.readDoubleBE();
    };
    return [near(-1n), power, -near(1n)];
  });
  const rows = doubles.map((v, i): TestRow => [BigInt(i), v, NOON]);
  await bench.expectReference([ID, { name: 'v', type: 'double' }, AT], rows);
});

test('digits finer than a microsecond are refused, and floored where the dataset says so', async () => {
  await fixture.run?.('CREATE TABLE fine (id NUMBER, v TIMESTAMP_NTZ(9), at TIMESTAMP_NTZ(6))');
  await fixture.run?.(
    "INSERT INTO fine SELECT 1, CAST('1969-12-31 23:59:59.999999001' AS TIMESTAMP_NTZ(9)), CAST('2020-10-29' AS TIMESTAMP_NTZ(6))",
  );
  const { dialect, connect } = fixture.source;
  const driver = await connect();
  try {
    const bind = (columns: object) => bindDataset(datasetOf('fine', { columns }), dialect, driver, CALL);
    await expect(bind({})).rejects.toMatchObject({
      code: 'column-unsupported',
      message: expect.stringMatching(/"v" \(TIMESTAMP_NTZ\(9\)\) holds digits finer.*columns\.floor: \[v\]/),
    });
    const scope = await bind({ floor: ['v'] });
    const [floored] = scope.columns.filter((c) => c.floored);
    expect(floored?.name).toBe('v');
    const text = floored && dialect.canonicalText(dialect.identifier(floored.source), floored);
    const [row] = await allRows(
      driver.rows(sql`SELECT ${text ?? null} FROM ${dialect.table('fine', scope.moment)}`, CALL),
    );
    expect(row).toEqual(['-1']);
  } finally {
    await driver.close();
  }
});

test.each<[string, string, string | undefined]>([
  ['NUMBER(38,0)', 'int', 'DECIMAL(38,0)'],
  ['NUMBER(12,2)', 'decimal', 'DECIMAL(12,2)'],
  ['FLOAT', 'double', undefined],
  ['BOOLEAN', 'bool', undefined],
  ["VARCHAR(20) COLLATE 'en-ci'", 'string', undefined],
  ['BINARY(8388608)', 'bytes', undefined],
  ['DATE', 'date', undefined],
  ['TIMESTAMP_NTZ(6)', 'timestamp', undefined],
  ['TIMESTAMP_LTZ(3)', 'timestamptz', undefined],
  ['TIMESTAMP_TZ(0)', 'timestamptz', undefined],
  ['TIME(6)', 'time', undefined],
  ['UUID', 'uuid', undefined],
])('%s is %s', (native, name, file) => {
  expect(fixture.source.dialect.columnType(native)).toEqual({ name, native, ...(file ? { file } : {}) });
});

test.each([
  'VARIANT',
  'OBJECT',
  'ARRAY',
  'MAP(VARCHAR, NUMBER(38,0))',
  'GEOGRAPHY',
  'GEOMETRY',
  'VECTOR(FLOAT, 3)',
  'DECFLOAT(38)',
  'FILE',
])('%s is refused, unless it is taken as opaque', (native) => {
  const { dialect } = fixture.source;
  expect(() => bindColumns('t', [{ name: 'V', native }], {}, dialect)).toThrow(/has no canonical text/);
  const [column] = bindColumns('t', [{ name: 'V', native }], { opaque: ['v'] }, dialect);
  expect(column).toMatchObject({
    name: 'v',
    type: { name: 'opaque' },
    engine: 'snowflake',
    expression: 'json-or-hex/1',
  });
});

test('JSON is taken as its text', async () => {
  await fixture.run?.('CREATE TABLE things (id NUMBER, v VARIANT, at TIMESTAMP_NTZ(6))');
  await fixture.run?.(
    `INSERT INTO things SELECT 1, PARSE_JSON('{"a":[1,2],"b":"x|y"}'), CAST('2020-10-29' AS TIMESTAMP_NTZ(6))`,
  );
  const { dialect, connect } = fixture.source;
  const driver = await connect();
  try {
    const dataset = datasetOf('things', { columns: { opaque: ['v'] } });
    const scope = await bindDataset(dataset, dialect, driver, CALL);
    const [partition] = await digestPartitions(scope, driver, CALL, EVERYTHING);
    expect(partition?.rows).toBe(1n);
    const v = scope.columns.find((c) => c.name === 'v');
    const text = v && dialect.canonicalText(dialect.identifier(v.source), v);
    const [row] = await allRows(
      driver.rows(sql`SELECT ${text ?? null} FROM ${dialect.table('things', scope.moment)}`, CALL),
    );
    expect(row).toEqual(['{"a":[1,2],"b":"x~py"}']);
  } finally {
    await driver.close();
  }
});

test('casts by the contract’s names and by Snowflake’s, and to nothing else', async () => {
  const { dialect, connect } = fixture.source;
  const driver = await connect();
  const cast = async (value: string, type: string) => {
    const { value: made, native } = dialect.cast(sql`${value}`, type);
    const columnType = dialect.columnType(native);
    if (!columnType) throw new Error(native);
    const column = { name: 'v', source: 'v', type: columnType };
    const [row] = await allRows(driver.rows(sql`SELECT ${dialect.canonicalText(made, column)}`, CALL));
    return row?.[0] as ReferenceValue;
  };
  try {
    expect(await cast('12', 'int')).toBe('12');
    expect(await cast('1.50', 'decimal(12, 2)')).toBe('1.5');
    expect(await cast('1.50', 'NUMERIC(12,2)')).toBe('1.5');
    expect(await cast('2020-10-30 01:02:03.4+02:00', 'timestamptz')).toBe('1604012523400000');
    expect(await cast('6F9619FF-8B86-D011-B42D-00C04FC964FF', 'uuid')).toBe(
      '6f9619ff-8b86-d011-b42d-00c04fc964ff',
    );
    await expect(cast('6F9619FF', 'uuid')).rejects.toMatchObject({ code: 'value-unsupported' });
    await expect(cast('twelve', 'int')).rejects.toMatchObject({ code: 'source-invalid' });
    for (const type of ['VARIANT', 'json', 'int; DROP', "VARCHAR COLLATE 'en'"]) {
      expect(() => dialect.cast(sql`NULL`, type)).toThrow(
        /is not a type that Snowflake columns can be cast to/,
      );
    }
  } finally {
    await driver.close();
  }
});
