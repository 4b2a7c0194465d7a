import { expect } from 'vitest';
import { instantFromMicros } from '../../src/base/instant.ts';
import { floorTo } from '../../src/partition/granularity.ts';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import type { Scope } from '../../src/scan/scope.ts';
import type { Driver } from '../../src/source/driver.ts';
import { CALL, EVERYTHING } from '../conformance/bench.ts';
import type { TestColumn, TestRow } from '../conformance/fixture.ts';
import { referencePartitions } from '../conformance/reference.ts';
import { ingestedAt } from './reference-rows.ts';

/** Expects of the digest query what the in-process reference computes from the same rows. */
export async function expectDigests(
  driver: Driver,
  scope: Scope,
  columns: readonly TestColumn[],
  rows: readonly TestRow[],
): Promise<void> {
  const split = scope.split?.algorithm === 'split-v1' ? scope.split : null;
  const expected = referencePartitions(columns, rows, 'at', scope.granularity, split);
  const times = rows.map((row) => ingestedAt(columns, row)).sort((a, b) => (a < b ? -1 : 1));
  const scanned = await digestPartitions(scope, driver, CALL, EVERYTHING);
  expect(scanned.map((p) => p.from)).toEqual([...expected.keys()].sort());
  for (const { from, rows: count, lanes, parts, first, last } of scanned) {
    expect({ from, rows: count, lanes, parts }).toEqual({ from, ...expected.get(from) });
    const within = times.filter((at) => floorTo(instantFromMicros(at), scope.granularity) === from);
    expect([first, last]).toEqual([within[0], within.at(-1)]);
  }
}
