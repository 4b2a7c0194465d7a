import Table from 'cli-table3';
import { afterAll, expect, test } from 'vitest';
import type { ReferenceValue } from '../../src/digest/canonical-text.ts';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import { TYPE_NAMES } from '../../src/source/column.ts';
import { AT, type Bench, CALL, createBench, EVERYTHING, ID, NOON, SPLIT } from './bench.ts';
import { EDGE_VALUES } from './edge-values.ts';
import { ENGINES } from './engines.ts';
import { type TestColumn, type TestRow, typeName } from './fixture.ts';
import { referencePartitions } from './reference.ts';

/*
 * `npm run engines`: engines down, types across, whether the digests, counts and parts of a table of such values are
 * those of the in-process reference, and so of every other engine. `opaque` is each engine's own text, and is in no
 * other engine's version.
 */
const TYPES = TYPE_NAMES.filter((name) => name !== 'opaque');
/** `no such type`: the engine has no column of it. */
type Answer = 'yes' | 'no' | 'no such type';

const answers = new Map<string, Map<string, Answer>>();

for (const [engine, open] of Object.entries(ENGINES)) {
  test(`${engine} has the digests of the reference for every type`, async () => {
    const fixture = await open();
    const row = new Map<string, Answer>();
    answers.set(engine, row);
    try {
      const bench = createBench(() => fixture);
      for (const type of TYPES) row.set(type, await sameDigest(bench, type));
    } finally {
      await fixture.close();
    }
    expect([...row.values()]).not.toContain('no');
    expect([...row.values()].filter((answer) => answer === 'yes').length).toBeGreaterThan(TYPES.length - 2);
  });
}

afterAll(() => {
  const table = new Table({ head: ['same digest', ...TYPES], style: { head: [], border: [] } });
  for (const [engine, row] of answers) {
    table.push([engine, ...TYPES.map((type) => row.get(type) ?? 'no')]);
  }
  process.stdout.write(`\n${table.toString()}\n`);
});

/** One row for each edge value of the type that the engine can hold, and a NULL, over a month. */
async function sameDigest(bench: Bench, type: string): Promise<Answer> {
  const fixture = bench.fixture();
  const holds = (declared: string, value: ReferenceValue) => fixture.holds?.(declared, value) ?? true;
  const columns = Object.keys(EDGE_VALUES)
    .map((declared, i): TestColumn => ({ name: `v${i}`, type: declared }))
    .filter((column) => typeName(column) === type && holds(column.type, null));
  const depth = Math.max(...columns.map((c) => EDGE_VALUES[c.type]?.length ?? 0)) + 1;
  const rows = Array.from({ length: depth }, (_, i): TestRow => {
    const values = columns.map((c) => {
      const value = EDGE_VALUES[c.type]?.[i] ?? null;
      return value === null || holds(c.type, value) ? value : null;
    });
    return [BigInt(i), ...values, NOON + BigInt(i) * 86_400_000_000n];
  });
  if (columns.length === 0) return 'no such type';
  const table = [ID, ...columns, AT];
  const expected = referencePartitions(table, rows, 'at', 'day', SPLIT);
  const scanned = await bench.withTable(table, rows, { split: SPLIT }, (scope, driver) =>
    digestPartitions(scope, driver, CALL, EVERYTHING),
  );
  const same = scanned.map(
    ({ from, rows: count, lanes, parts }) =>
      JSON.stringify([from, count, lanes, parts], text) ===
      JSON.stringify(
        [from, expected.get(from)?.rows, expected.get(from)?.lanes, expected.get(from)?.parts],
        text,
      ),
  );
  return scanned.length === expected.size && same.every(Boolean) ? 'yes' : 'no';
}

function text(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
