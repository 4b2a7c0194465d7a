import { expect, test } from 'vitest';
import { rowHash } from '../../src/digest/row.ts';
import type { Selection } from '../../src/read/selection.ts';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import { foldOf, inSample, partOf } from '../../src/split/hash-split.ts';
import type { HashSplit } from '../../src/split/split.ts';
import { partAt } from '../../src/split/time-split.ts';
import { instantMicros } from '../golden/vectors.ts';
import { AT, type Bench, CALL, EVERYTHING, ID, NOON, readRows, SPLIT } from './bench.ts';
import type { TestRow } from './fixture.ts';
import { rowSplitHash, rowTexts } from './reference.ts';

/** Parts, folds, samples, order and row modes are the reference's. */
export function readTests(bench: Bench): void {
  test('parts, folds and samples of every key are those of the reference', async () => {
    const columns = [ID, { name: 'region', type: 'string' }, AT];
    const split: HashSplit = { ...SPLIT, key: ['region', 'id'], salt: "s|~'2" };
    const regions = ['eu', 'a|b', null, ''];
    const rows = Array.from({ length: 400 }, (_, i): TestRow => [BigInt(i), regions[i % 4] ?? null, NOON]);
    const idsWhere = (keep: (hash: string) => boolean) =>
      rows.filter((row) => keep(rowSplitHash(columns, row, split))).map((row) => String(row[0]));
    await bench.withTable(columns, rows, { split }, async (scope, driver) => {
      const ids = async (selection: Selection) =>
        (await readRows(scope, driver, { columns: ['id'], ...selection }, 'id'))
          .map(([id = '']) => id)
          .sort();
      for (const { name: part } of split.parts) {
        expect(await ids({ part })).toEqual(idsWhere((h) => partOf(h, split.parts) === part).sort());
      }
      expect(await ids({ fold: { index: 2, of: 5 } })).toEqual(idsWhere((h) => foldOf(h, 5n) === 1n).sort());
      expect(await ids({ fold: { index: 2, of: 5, except: true } })).toEqual(
        idsWhere((h) => foldOf(h, 5n) !== 1n).sort(),
      );
      expect(await ids({ sample: '0.1' })).toEqual(idsWhere((h) => inSample(h, '0.1')).sort());
      expect(await ids({ part: 'train', sample: '0.5', fold: { index: 1, of: 3 } })).toEqual(
        idsWhere(
          (h) => partOf(h, split.parts) === 'train' && inSample(h, '0.5') && foldOf(h, 3n) === 0n,
        ).sort(),
      );
    });
  });

  test('reads in the order of partition, split hash and row hash', async () => {
    const columns = [ID, AT];
    const rows = Array.from(
      { length: 300 },
      (_, i): TestRow => [BigInt(i % 100), NOON + BigInt(i % 3) * 86_400_000_000n],
    );
    const sortKey = (row: TestRow) =>
      [String(row[1]), rowSplitHash(columns, row, SPLIT), rowHash(rowTexts(columns, row))].join(' ');
    const expected = [...rows]
      .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
      .map((row) => String(row[0]));
    await bench.withTable(columns, rows, { split: SPLIT }, async (scope, driver) => {
      const found = await readRows(scope, driver, {}, 'id', true);
      expect(found.map(([id]) => id)).toEqual(expected);
    });
  });

  test('splits by time', async () => {
    const columns = [ID, AT];
    const rows = [
      '2020-08-31T23:59:59.999999Z',
      '2020-09-01T00:00:00Z',
      '2020-09-01T00:00:00.5Z',
      '2021-01-01T00:00:00Z',
    ].map((t, i): TestRow => [BigInt(i), instantMicros(t)]);
    const split = {
      algorithm: 'time-v1' as const,
      column: 'at',
      parts: [
        { name: 'train', until: '2020-09-01T00:00:00Z' },
        { name: 'validation', until: '2020-09-01T00:00:00.5Z' },
        { name: 'test', until: null },
      ],
    };
    await bench.withTable(columns, rows, { split }, async (scope, driver) => {
      const ids = async (part: string) =>
        (await readRows(scope, driver, { part }, 'id')).map(([id = '']) => id).sort();
      expect(await ids('train')).toEqual(['0']);
      expect(await ids('validation')).toEqual(['1']);
      expect(await ids('test')).toEqual(['2', '3']);
      const scanned = await digestPartitions(scope, driver, CALL, EVERYTHING);
      expect(scanned.map((p) => p.parts)).toEqual([
        { train: 1n },
        { validation: 1n, test: 1n },
        { test: 1n },
      ]);
      const parts = rows.map((row) => partAt(row[1] as bigint, split.parts));
      expect(parts).toEqual(['train', 'validation', 'test', 'test']);
    });
  });

  test('gives the latest row of each key, ties by hash, tombstones left out', async () => {
    const columns = [ID, { name: 'v', type: 'string' }, { name: 'gone', type: 'bool' }, AT];
    const later = NOON + 86_400_000_000n;
    const tied: TestRow[] = [
      [4n, 'a', false, later],
      [4n, 'b', false, later],
    ];
    const [first, second] = tied.map((row) => rowHash(rowTexts(columns, row)));
    const rows: TestRow[] = [
      [1n, 'old', false, NOON],
      [1n, 'new', null, later],
      [2n, 'kept', false, NOON],
      [2n, 'deleted', true, later],
      [3n, 'back', false, later],
      [3n, 'deleted', true, NOON],
      [null, 'no key, old', false, NOON],
      [null, 'no key, new', false, later],
      ...tied,
    ];
    const changes = { rows: { mode: 'latest' as const, key: ['id'], tombstone: 'gone' }, split: SPLIT };
    await bench.withTable(columns, rows, changes, async (scope, driver) => {
      const found = await readRows(scope, driver, {}, 'v');
      const winner = (first ?? '') > (second ?? '') ? 'a' : 'b';
      expect(found.map(([v]) => v).sort()).toEqual(['back', 'new', 'no key, new', winner].sort());
      const parts = await Promise.all(SPLIT.parts.map((p) => p.name)).then(async (names) => {
        const each = [];
        for (const part of names) each.push(...(await readRows(scope, driver, { part }, 'v')));
        return each;
      });
      expect(parts.map(([v]) => v).sort()).toEqual(found.map(([v]) => v).sort());
    });
  });
}
