import { describe, expect, test } from 'vitest';
import { canonicalText, type ReferenceValue } from '../../src/digest/canonical-text.ts';
import { columnText } from '../../src/digest/row-sql.ts';
import { askKnownAnswers } from '../../src/scan/known-answers.ts';
import { bindColumns } from '../../src/source/bind-columns.ts';
import { sql } from '../../src/source/sql.ts';
import { CALL, ID } from '../conformance/bench.ts';
import { bigqueryType } from '../conformance/bigquery-types.ts';
import { EDGE_VALUES } from '../conformance/edge-values.ts';
import { typeName } from '../conformance/fixture.ts';
import { randomTable } from '../conformance/random-table.ts';
import { referenceValue, type ValueVector, vectors } from '../golden/vectors.ts';
import { googleSqlBench, testSeed } from './bench.ts';
import { dialectOver } from './googlesql-driver.ts';
import { randomDoubles } from './random-doubles.ts';

const SEED = testSeed();
const RANDOM = randomTable(SEED, 400);
const DOUBLES_A_QUERY = 1_000;

/** Beside the edges of all engines: BigQuery's own widest decimals. */
const WIDE: Readonly<Record<string, readonly string[]>> = {
  'decimal(38,0)': ['99999999999999999999999999999999999999', '-1', '0', '100'],
  'decimal(76,38)': [
    '578960446186580977117854925043439539266.34992332820282019728792003956564819967',
    '-578960446186580977117854925043439539266.34992332820282019728792003956564819968',
    '99999999999999999999999999999999999999.99999999999999999999999999999999999999',
    '1000000.00000000000000000000000000000000000001',
    '-0.00000000000000000000000000000000000000',
    '100.00',
  ],
};

const bench = googleSqlBench();

test('gives the known answers', async () => {
  const dialect = dialectOver([], []);
  await askKnownAnswers(dialect, bench.driver(), CALL);
});

describe.each(Object.keys({ ...EDGE_VALUES, ...WIDE }))(`canonical text of %s, seed ${SEED}`, (type) => {
  test('edge values', () => expectTexts(type, [...(EDGE_VALUES[type] ?? WIDE[type] ?? []), null]));

  test('random values', ({ skip }) => {
    const at = RANDOM.columns.findIndex((c) => c.type === type && c.name !== 'id' && c.name !== 'at');
    skip(at < 0, 'the random table has no such column');
    return expectTexts(
      type,
      RANDOM.rows.map((row) => row[at] ?? null),
    );
  });
});

test('the worked values of the contract', async () => {
  const values: readonly ValueVector[] = vectors.values;
  for (const name of new Set(values.map((v) => v.type))) {
    const type = name === 'decimal' ? 'decimal(76,38)' : name;
    const ofType = values.filter((v) => v.type === name);
    expect(await texts(type, ofType.map(referenceValue))).toEqual(ofType.map((v) => v.text));
  }
});

test(`doubles: powers of two with their neighbours, subnormal ones, random bits, seed ${SEED}`, async () => {
  const doubles = randomDoubles(SEED);
  for (let i = 0; i < doubles.length; i += DOUBLES_A_QUERY) {
    await expectTexts('double', doubles.slice(i, i + DOUBLES_A_QUERY));
  }
});

async function expectTexts(type: string, values: readonly ReferenceValue[]) {
  const expected = values.map((value) => canonicalText(value, typeName({ name: 'v', type })));
  expect(await texts(type, values)).toEqual(expected);
}

/** The texts that the dialect's SQL gives of a column of the type. */
async function texts(type: string, values: readonly ReferenceValue[]) {
  const table = [ID, { name: 'v', type }];
  const dialect = dialectOver(
    table,
    values.map((value, i) => [BigInt(i), value]),
  );
  const casts = type === 'uuid' ? { v: 'uuid' } : {};
  const [column] = bindColumns('t', [{ name: 'v', native: bigqueryType(type) }], { casts }, dialect);
  if (!column) throw new Error(`no column of ${type}`);
  expect(column.type.name).toBe(typeName({ name: 'v', type }));
  const text = columnText(dialect, column);
  const rows = await bench.rows(sql`SELECT ${text} FROM ${dialect.table('t', undefined)} ORDER BY id`);
  return rows.map(([first]) => first);
}
