import { describe, expect, test } from 'vitest';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import { CALL, EVERYTHING } from '../conformance/bench.ts';
import type { TestRow } from '../conformance/fixture.ts';
import { instantMicros } from '../golden/vectors.ts';
import { googleSqlBench } from './bench.ts';
import { expectDigests } from './expect-digests.ts';
import { scopeOf } from './scope-of.ts';

/** Ingestion timestamps at the edges of what BigQuery holds, and where flooring and truncating differ. */
const EDGES = [
  '0001-01-01T00:00:00',
  '0001-12-31T23:59:59.999999',
  '1582-10-15T12:00:00',
  '1899-12-31T23:00:00.000001',
  '1969-12-31T23:59:59.999999',
  '1970-01-01T00:00:00',
  '2020-02-29T23:59:59.999999',
  '2020-10-25T02:30:00',
  '9999-12-30T23:59:59.999999',
].map(instantMicros);

const MICROS_A_DAY = 86_400_000_000n;

const bench = googleSqlBench();

describe.each([
  ['timestamptz', ['hour', 'day', 'month', 'year']],
  ['timestamp', ['hour', 'day', 'month', 'year']],
  ['date', ['day', 'month', 'year']],
] as const)('partitions of a %s', (type, granularities) => {
  const columns = [{ name: 'at', type }];
  const rows = EDGES.map((at): TestRow => [type === 'date' ? days(at) : at]);

  test.each(granularities)('by %s, from year 1 to 9999', (granularity) =>
    expectDigests(bench.driver(), scopeOf(columns, rows, { granularity }), columns, rows),
  );

  test('parts by time', async () => {
    const parts = [
      { name: 'old', until: '1969-12-31' },
      { name: 'new', until: null },
    ];
    const scope = scopeOf(columns, rows, { split: { algorithm: 'time-v1', column: 'at', parts } });
    const scanned = await digestPartitions(scope, bench.driver(), CALL, EVERYTHING);
    for (const { from, parts: found, rows: count } of scanned) {
      expect(found).toEqual({ [from < '1969-12-31' ? 'old' : 'new']: count });
    }
  });
});

function days(at: bigint): bigint {
  return (at - (((at % MICROS_A_DAY) + MICROS_A_DAY) % MICROS_A_DAY)) / MICROS_A_DAY;
}
