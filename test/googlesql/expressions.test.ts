import { describe, expect, test } from 'vitest';
import { sha256 } from '../../src/base/sha256.ts';
import { canonicalText } from '../../src/digest/canonical-text.ts';
import type { Column } from '../../src/source/column.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { foldOf, inSample, partOf } from '../../src/split/hash-split.ts';
import { hashPartSql, inFold, inHashPart, inSampleSql } from '../../src/split/split-sql.ts';
import { SPLIT } from '../conformance/bench.ts';
import { EDGE_VALUES } from '../conformance/edge-values.ts';
import { seededRandom } from '../conformance/seeded-random.ts';
import { googleSqlBench, testSeed } from './bench.ts';
import { dialectOver } from './googlesql-driver.ts';

const SEED = testSeed();
const DIALECT = dialectOver([], []);
const random = seededRandom(SEED);
const HASHES = [
  '0'.repeat(64),
  'f'.repeat(64),
  // The cut points of the split, and the hashes just below them.
  ...['cccccccccccc', 'cccccccccccb', 'e66666666666', 'e66666666665'].map((cut) => cut.padEnd(64, '0')),
  ...Array.from({ length: 200 }, () => sha256(String(random()))),
];
/** Names that are words, quotes and signs of GoogleSQL. */
const NAMES = [
  'select',
  'a b',
  'back`tick',
  'back\\slash',
  'quote"d',
  "it's",
  '--',
  '/*',
  '?',
  '@p',
  'naïve',
  '😀',
  'new\nline',
];

const bench = googleSqlBench();

test('SHA-256 of UTF-8, and texts one after another', async () => {
  for (const text of EDGE_VALUES['string'] ?? []) {
    const hash = DIALECT.sha256(DIALECT.concat(["v1|'\\", sql`${String(text)}`, 'ß😀']));
    expect(await bench.one(hash)).toBe(sha256(`v1|'\\${text}ß😀`));
  }
});

test('texts of a column with a collation are escaped by their bytes', async () => {
  const type = { name: 'string', native: "STRING COLLATE 'und:ci'" } as const;
  // A wide tilde and a wide bar, which the collation takes for the others, and a joiner, which it takes for nothing.
  for (const text of [...(EDGE_VALUES['string'] ?? []), 'a～b｜c', 'a~\u2060~|\u2060']) {
    const collated = sql`COLLATE(${String(text)}, 'und:ci')`;
    const found = DIALECT.canonicalText(collated, { name: 'v', source: 'v', type });
    expect(await bench.one(found)).toBe(canonicalText(text, 'string'));
  }
});

test('strings that are printed for people are themselves', async () => {
  const texts = EDGE_VALUES['string'] ?? [];
  const printed = texts.map((text) => rawSql(DIALECT.literal(String(text))));
  for (const [i, literal] of printed.entries()) expect(await bench.one(literal)).toBe(texts[i]);
});

test(`what is read from hashes, seed ${SEED}`, async () => {
  const hash = sql`h`;
  const asked: readonly [Sql, (hash: string) => string | undefined][] = [
    ...[0, 15].map((at): [Sql, (h: string) => string] => [
      DIALECT.text(DIALECT.hexDigits(hash, at, 15)),
      (h) => BigInt(`0x${h.slice(at, at + 15)}`).toString(),
    ]),
    [hashPartSql(SPLIT, hash), (h) => partOf(h, SPLIT.parts)],
    ...SPLIT.parts.map(({ name }): [Sql, (h: string) => string] => [
      flag(inHashPart(SPLIT, name, hash)),
      (h) => String(partOf(h, SPLIT.parts) === name),
    ]),
    [flag(inFold(DIALECT, hash, 3n, 7n)), (h) => String(foldOf(h, 7n) === 3n)],
    [flag(inFold(DIALECT, hash, 0n, 1_000_000n)), (h) => String(foldOf(h, 1_000_000n) === 0n)],
    ...['0.000000000001', '0.1', '0.999', '1'].map((share): [Sql, (h: string) => string] => [
      flag(inSampleSql(DIALECT, hash, share)),
      (h) => String(inSample(h, share)),
    ]),
  ];
  for (const [expression, expected] of asked) {
    const list = rawSql(HASHES.map((h) => `'${h}'`).join(', '));
    const rows = await bench.rows(
      sql`SELECT ${expression} FROM UNNEST([${list}]) AS h WITH OFFSET AS i ORDER BY i`,
    );
    expect(rows.map(([first]) => first)).toEqual(HASHES.map(expected));
  }
});

test('sums of lanes far beyond 64 bits are exact', async () => {
  const lane = 2n ** 60n - 1n;
  const rows = 16_000n;
  const sum = DIALECT.sumText(sql`${lane}`);
  const found = await bench.rows(sql`SELECT ${sum} FROM UNNEST(GENERATE_ARRAY(1, ${rows}))`);
  expect(found).toEqual([[(lane * rows).toString()]]);
  // As many rows as a partition may have.
  const most = 80_000_000_000n;
  const [[all] = []] = await bench.rows(
    sql`SELECT ${DIALECT.sumText(sql`v`)} FROM UNNEST([NUMERIC ${rawSql(`'${lane * (most / 2n)}'`)}, NUMERIC ${rawSql(`'${lane * (most / 2n)}'`)}]) AS v`,
  );
  expect(all).toBe((lane * most).toString());
});

test.each(NAMES)('%j is a name', async (name) => {
  const column = DIALECT.identifier(name);
  expect(await bench.rows(sql`SELECT ${column} FROM (SELECT 'x' AS ${column}) AS r`)).toEqual([['x']]);
});

describe('opaque values are their JSON, escaped as texts are', () => {
  const column: Column = { name: 'v', source: 'v', type: { name: 'opaque', native: '' } };
  test.each([
    ['STRUCT', `STRUCT(1 AS a, 'x|~' AS b)`, '{"a":1,"b":"x|~"}'],
    [
      'STRUCT with numbers',
      `STRUCT(1.5 AS a, 9007199254740993 AS b, NUMERIC '1.10' AS c)`,
      '{"a":1.5,"b":"9007199254740993","c":"1.1"}',
    ],
    [
      'STRUCT with times',
      `STRUCT(TIMESTAMP '2020-01-01 00:00:00+00' AS a, DATE '2020-01-02' AS b)`,
      '{"a":"2020-01-01T00:00:00Z","b":"2020-01-02"}',
    ],
    ['ARRAY', `['a|b', NULL]`, '["a|b",null]'],
    ['ARRAY of STRUCT', `[STRUCT(b'ab' AS a)]`, '[{"a":"YWI="}]'],
    ['empty ARRAY', 'ARRAY<INT64>[]', '[]'],
    ['JSON', `JSON '{"b": 1, "a": [1.0, null, "~"]}'`, '{"a":[1.0,null,"~"],"b":1}'],
    ['JSON null', `JSON 'null'`, 'null'],
    ['RANGE', `RANGE<DATE> '[2020-01-01, UNBOUNDED)'`, '{"start":"2020-01-01","end":null}'],
    ['INTERVAL', 'INTERVAL 1 DAY', '"P1D"'],
    ['NULL', 'CAST(NULL AS STRUCT<a INT64>)', null],
    ['NULL of JSON', 'CAST(NULL AS JSON)', null],
  ])('%s', async (_, value, text) => {
    const v = rawSql(value);
    expect(await bench.one(DIALECT.exportValue(v, column))).toBe(text);
    const canonical = text === null ? '~N' : text.replaceAll('~', '~~').replaceAll('|', '~p');
    expect(await bench.one(DIALECT.canonicalText(v, column))).toBe(canonical);
  });

  test('GEOGRAPHY', async ({ skip }) => {
    const text = bench.one(DIALECT.exportValue(rawSql('ST_GEOGPOINT(1, 2)'), column));
    const lacks = await text.then(() => undefined, String);
    skip(lacks !== undefined, `not covered: this implementation says ${lacks?.split(',')[0]}`);
    expect(await text).toBe('known once the implementation has the type');
  });
});

function flag(condition: Sql): Sql {
  return sql`CAST(${condition} AS STRING)`;
}
