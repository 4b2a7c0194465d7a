import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatMicros,
  type Instant,
  instantFromMicros,
  microsOf,
  parseInstant,
  parseMicros,
} from '../../src/base/instant.ts';
import { escapeText } from '../../src/digest/canonical-text.ts';
import { addLanes, lanesOf } from '../../src/digest/lanes.ts';
import { rowHash } from '../../src/digest/row.ts';
import { floorTo, GRANULARITIES, nextStart } from '../../src/partition/granularity.ts';
import { joinAdjoining, partitionSpan } from '../../src/partition/span.ts';
import { partOf, splitHash } from '../../src/split/hash-split.ts';
import { cutPoints } from '../../src/split/share.ts';
import { buildTree } from '../../src/version/period-tree.ts';
import { diffTrees, listPartitions } from '../../src/version/tree-diff.ts';

const micros = fc.bigInt({
  min: microsOf('0001-01-01T00:00:00Z' as Instant),
  max: microsOf('9998-12-31T00:00:00Z' as Instant),
});
const granularity = fc.constantFrom(...GRANULARITIES);

describe('instants', () => {
  test('print and parse are inverse', () => {
    fc.assert(fc.property(micros, (at) => void expect(parseMicros(formatMicros(at))).toBe(at)));
  });
  test('order as their texts do', () => {
    fc.assert(
      fc.property(micros, micros, (a, b) => {
        const [x, y] = [instantFromMicros(a), instantFromMicros(b)];
        expect(x < y).toBe(microsOf(x) < microsOf(y));
      }),
    );
  });
});

describe('spans', () => {
  test('tile the time: each instant is in just the one partition that it is floored to', () => {
    fc.assert(
      fc.property(micros, granularity, (at, unit) => {
        const instant = instantFromMicros(at);
        const { from, to } = partitionSpan(floorTo(instant, unit), unit);
        expect(from <= instant && instant < to).toBe(true);
        expect(floorTo(to, unit)).toBe(to);
        expect(nextStart(from, unit)).toBe(to);
      }),
    );
  });
  test('joined spans cover the same partitions', () => {
    const start = parseInstant('2020-02-27');
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 60 })), (days) => {
        const starts = days
          .sort((a, b) => a - b)
          .map((d) => instantFromMicros(microsOf(start) + BigInt(d) * 86_400_000_000n));
        const spans = joinAdjoining(starts.map((s) => partitionSpan(s, 'day')));
        const covered = spans.flatMap(({ from, to }) => {
          const list: Instant[] = [];
          for (let at = from; at < to; at = nextStart(at, 'day')) list.push(at);
          return list;
        });
        expect(covered).toEqual(starts);
      }),
    );
  });
});

describe('digests', () => {
  const rows = fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 2 }), {
    minLength: 1,
    maxLength: 20,
  });
  const sum = (list: readonly (readonly string[])[]) => list.map((r) => lanesOf(rowHash(r))).reduce(addLanes);

  test('do not depend on the order of rows', () => {
    fc.assert(fc.property(rows, (list) => void expect(sum(list.toReversed())).toEqual(sum(list))));
  });
  test('count duplicates', () => {
    fc.assert(
      fc.property(rows, (list) => void expect(sum([...list, ...list.slice(0, 1)])).not.toEqual(sum(list))),
    );
  });
  test('no two texts escape to the same, and none to NULL’s', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('~', '|', 'p', 'N', 'a') }),
        fc.string({ unit: fc.constantFrom('~', '|', 'p', 'N', 'a') }),
        (a, b) => {
          expect(escapeText(a) === escapeText(b)).toBe(a === b);
          expect(escapeText(a)).not.toBe('~N');
          expect(escapeText(a)).not.toContain('|');
        },
      ),
    );
  });
});

describe('splits', () => {
  const shares = fc
    .array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 6 })
    .map((weights) => {
      const rest = 10_000 - weights.slice(1).reduce((a, b) => a + b, 0);
      return [rest, ...weights.slice(1)].map((w) =>
        `0.${String(w).padStart(4, '0')}`.replace('0.10000', '1'),
      );
    });
  test('cut points rise to 2^48', () => {
    fc.assert(
      fc.property(shares, (list) => {
        const cuts = cutPoints(list);
        expect([...cuts].sort((a, b) => (a < b ? -1 : 1))).toEqual(cuts);
        expect(cuts.at(-1)).toBe(2n ** 48n);
      }),
    );
  });
  test('a key’s part depends on nothing but the key, the salt and the shares', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (key, salt) => {
        const parts = [
          { name: 'train', share: '0.8' },
          { name: 'test', share: '0.2' },
        ];
        const part = partOf(splitHash([key], salt), parts);
        expect(['train', 'test']).toContain(part);
        expect(partOf(splitHash([key], salt), parts)).toBe(part);
      }),
    );
  });
});

describe('period trees', () => {
  const partitions = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 3 })), {
      selector: ([h]) => h,
      maxLength: 60,
    })
    .map((list) =>
      list
        .sort(([a], [b]) => a - b)
        .map(([hour, n]) => ({
          from: instantFromMicros(microsOf(parseInstant('2019-06-01')) + BigInt(hour) * 3_600_000_000n),
          rows: BigInt(n),
          digest: String(n).repeat(64),
        })),
    );
  const load = (...trees: ReturnType<typeof buildTree>[]) => {
    const nodes = new Map(trees.flatMap((t) => t.nodes.map((n) => [n.digest, n.body] as const)));
    return async () => nodes;
  };

  test('hold what was put in', async () => {
    await fc.assert(
      fc.asyncProperty(partitions, async (list) => {
        const tree = buildTree(list, 'hour');
        expect(await listPartitions(tree.years, load(tree))).toEqual(list);
      }),
    );
  });
  test('differ in just the partitions that differ', async () => {
    await fc.assert(
      fc.asyncProperty(partitions, partitions, async (a, b) => {
        const [before, after] = [buildTree(a, 'hour'), buildTree(b, 'hour')];
        const key = (p: (typeof a)[number]) => `${p.from} ${p.digest}`;
        const [old, now] = [new Set(a.map(key)), new Set(b.map(key))];
        const expected = new Set(
          [...a.filter((p) => !now.has(key(p))), ...b.filter((p) => !old.has(key(p)))].map((p) => p.from),
        );
        const changes = await diffTrees(before.years, after.years, load(before, after));
        expect(changes.map((c) => c.from)).toEqual([...expected].sort());
      }),
    );
  });
});
