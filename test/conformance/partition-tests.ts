import { expect, test } from 'vitest';
import { parseInstant } from '../../src/base/instant.ts';
import { countRows } from '../../src/scan/count-scan.ts';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import { instantMicros } from '../golden/vectors.ts';
import { AT, type Bench, CALL, EVERYTHING, ID, NOON } from './bench.ts';
import { datasetOf, type TestRow } from './fixture.ts';

/**
 * Around the points where a time zone that were not UTC would show: the clock changes of Europe and of the US as
 * instants and, for timestamps without time zone, as the local times that then were not or were twice; their
 * midnights; and the ends of years.
 */
const TIMES = [
  '2020-03-28T23:00:00Z',
  '2020-03-29T00:59:59.999999Z',
  '2020-03-29T01:00:00Z',
  '2020-03-29T02:30:00Z',
  '2020-10-24T22:00:00Z',
  '2020-10-25T00:30:00Z',
  '2020-10-25T01:30:00Z',
  '2020-10-25T02:30:00Z',
  '2020-03-08T02:30:00Z',
  '2020-03-08T06:59:59.999999Z',
  '2020-03-08T07:00:00Z',
  '2020-11-01T01:30:00Z',
  '2020-11-01T04:00:00Z',
  '2020-11-01T05:30:00Z',
  '2020-11-01T06:30:00Z',
  '1969-12-31T23:59:59.999999Z',
  '1970-01-01T00:00:00Z',
  '2020-02-29T12:00:00Z',
  '0001-01-01T00:00:00Z',
  '2019-12-31T23:00:00Z',
  '2019-12-31T23:59:59.999999Z',
  '2020-01-01T00:00:00Z',
  '2020-01-01T04:59:59Z',
  '2020-12-31T23:59:59.999999Z',
  '2021-01-01T00:00:00Z',
  '2021-01-01T05:00:00Z',
];

/** Rows are in the partitions that the contract puts them in, and are counted there. */
export function partitionTests(bench: Bench): void {
  for (const granularity of ['hour', 'day', 'month', 'year'] as const) {
    test(`partitions by ${granularity}, across clock changes`, async () => {
      const ingestion = { ...datasetOf('').ingestion, granularity };
      const rows = TIMES.map((t, i): TestRow => [BigInt(i), instantMicros(t)]);
      await bench.expectReference([ID, AT], rows, { ingestion });
      await bench.expectReference([ID, { name: 'at', type: 'timestamp' }], rows, { ingestion });
    });
  }

  test('partitions of a date column', async () => {
    const rows = [0n, -1n, 18_565n, 18_565n, 18_566n].map((day, i): TestRow => [BigInt(i), day]);
    await bench.expectReference([ID, { name: 'at', type: 'date' }], rows);
  });

  test('counts partitions, and NULL ingestion timestamps apart', async () => {
    const rows: TestRow[] = [
      [1n, NOON],
      [2n, NOON],
      [3n, null],
      [4n, instantMicros('2020-10-31T00:00:00Z')],
    ];
    await bench.withTable([ID, AT], rows, {}, async (scope, driver) => {
      const counts = await countRows(scope, driver, CALL, parseInstant('2020-10-31'), null);
      expect([...counts.partitions]).toEqual([['2020-10-29T00:00:00Z', 2n]]);
      expect(counts.nulls).toBe(1n);
    });
  });

  test('takes only the rows that the filter lets through, even one that ends in a comment', async () => {
    const rows: TestRow[] = [
      [1n, NOON],
      [2n, NOON],
      [3n, NOON],
    ];
    await bench.withTable([ID, AT], rows, { where: 'id > 1 -- the others' }, async (scope, driver) => {
      const [partition] = await digestPartitions(scope, driver, CALL, EVERYTHING);
      expect(partition?.rows).toBe(2n);
    });
  });
}
