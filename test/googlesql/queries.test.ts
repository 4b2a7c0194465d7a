import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../src/base/instant.ts';
import { rowsSql } from '../../src/read/rows-sql.ts';
import type { Selection } from '../../src/read/selection.ts';
import { countRows } from '../../src/scan/count-scan.ts';
import type { Scope } from '../../src/scan/scope.ts';
import { foldOf, inSample, partOf } from '../../src/split/hash-split.ts';
import { CALL, SPLIT } from '../conformance/bench.ts';
import type { TestRow } from '../conformance/fixture.ts';
import { randomTable } from '../conformance/random-table.ts';
import { referencePartitions, rowSplitHash } from '../conformance/reference.ts';
import { instantMicros } from '../golden/vectors.ts';
import { googleSqlBench, testSeed } from './bench.ts';
import { expectDigests } from './expect-digests.ts';
import { asRead, byAge, inOrder } from './reference-rows.ts';
import { scopeOf } from './scope-of.ts';

const SEED = testSeed();
const { columns: COLUMNS, rows: ROWS } = randomTable(SEED, 300);
const KEYED = { ...SPLIT, key: ['c_string', 'id'], salt: "it's \\ ~|" };
const WATERMARK = parseInstant('9999-12-31');
const TIE = instantMicros('2021-01-01T00:00:00');

const bench = googleSqlBench();

describe(`over random rows of all types, seed ${SEED}`, () => {
  test.each(['hour', 'day', 'month', 'year'] as const)('digests by %s, split by hash', (granularity) =>
    expectDigests(bench.driver(), scopeOf(COLUMNS, ROWS, { granularity, split: KEYED }), COLUMNS, ROWS),
  );

  test('digests without a split', () => expectDigests(bench.driver(), scopeOf(COLUMNS, ROWS), COLUMNS, ROWS));

  test('counts by partition, and of NULLs', async () => {
    const rows = ROWS.map((row, i): TestRow => [row[0] ?? null, i % 10 === 0 ? null : (row[1] ?? null)]);
    const scope = scopeOf(COLUMNS.slice(0, 2), rows);
    const { partitions, nulls } = await countRows(scope, bench.driver(), CALL, WATERMARK, null);
    const held = rows.filter(([, at]) => at !== null);
    const expected = referencePartitions(COLUMNS, held, 'at', 'day', null);
    expect(nulls).toBe(30n);
    expect([...partitions].sort()).toEqual([...expected].map(([from, p]) => [from, p.rows]).sort());
  });

  test('all rows, in order', async () => {
    expect(await read(scopeOf(COLUMNS, ROWS, { split: KEYED }), {})).toEqual(
      asRead(COLUMNS, inOrder(COLUMNS, ROWS, KEYED)),
    );
  });

  test('a part, a fold, all but a fold, and a sample, in order', async () => {
    const scope = scopeOf(COLUMNS, ROWS, { split: KEYED });
    const chosen = (is: (hash: string) => boolean) => {
      const rows = ROWS.filter((row) => is(rowSplitHash(COLUMNS, row, KEYED)));
      return asRead(COLUMNS, inOrder(COLUMNS, rows, KEYED));
    };
    for (const { name } of KEYED.parts) {
      expect(await read(scope, { part: name })).toEqual(chosen((h) => partOf(h, KEYED.parts) === name));
    }
    const fold = { index: 2, of: 7 };
    expect(await read(scope, { fold })).toEqual(chosen((h) => foldOf(h, 7n) === 1n));
    const except = { ...fold, except: true as const };
    expect(await read(scope, { fold: except })).toEqual(chosen((h) => foldOf(h, 7n) !== 1n));
    expect(await read(scope, { sample: '0.25' })).toEqual(chosen((h) => inSample(h, '0.25')));
  });

  test.each([
    ['', ['id', 'c_bool'], null],
    [', without those that are deleted', ['id'], 'c_bool'],
  ])('the latest rows of each key%s, in order', async (_, key, tombstone) => {
    const at = (name: string) => COLUMNS.findIndex((c) => c.name === name);
    // Every other row as old as the next, so that the hash decides.
    const rows = ROWS.map(
      (row, i): TestRow => [row[0] ?? null, i % 2 ? TIE : (row[1] ?? null), ...row.slice(2)],
    );
    const latest = new Map<string, TestRow>();
    for (const row of byAge(COLUMNS, rows)) latest.set(key.map((name) => row[at(name)]).join(' '), row);
    const alive = [...latest.values()].filter((row) => tombstone === null || row[at(tombstone)] !== true);
    expect(alive.length).toBeGreaterThan(50);
    const scope = scopeOf(COLUMNS, rows, { split: KEYED, mode: { mode: 'latest', key, tombstone } });
    expect(await read(scope, {})).toEqual(asRead(COLUMNS, inOrder(COLUMNS, alive, KEYED)));
  });
});

/** What the query of the selection gives. */
function read(scope: Scope, selection: Selection) {
  return bench.rows(rowsSql(scope, { watermark: WATERMARK, spans: null, selection, ordered: true }));
}
