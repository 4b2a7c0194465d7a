import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { byteOrder } from '../../src/base/byte-order.ts';
import type { Instant } from '../../src/base/instant.ts';
import { instantFromMicros } from '../../src/base/instant.ts';
import { canonicalText } from '../../src/digest/canonical-text.ts';
import { addLanes, lanesOf } from '../../src/digest/lanes.ts';
import { partitionDigest } from '../../src/digest/partition-digest.ts';
import { rowHash, rowText } from '../../src/digest/row.ts';
import { floorTo } from '../../src/partition/granularity.ts';
import { foldOf, inSample, partOf, splitHash } from '../../src/split/hash-split.ts';
import { cutPoints } from '../../src/split/share.ts';
import { parseManifest, printManifest } from '../../src/version/manifest.ts';
import { buildTree } from '../../src/version/period-tree.ts';
import { identify } from '../../src/version/version-id.ts';
import { instantMicros, referenceValue, type ValueVector, vectors } from './vectors.ts';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

test.each(vectors.values as ValueVector[])('canonical text of $type $value$bits', (vector) => {
  expect(canonicalText(referenceValue(vector), vector.type)).toBe(vector.text);
});

describe('rows and partitions', () => {
  const schema: { name: string; type: ValueVector['type'] }[] = [...vectors.rows.schema].sort((a, b) =>
    byteOrder(a.name, b.name),
  );
  const rows: Record<string, ValueVector['value']>[] = vectors.rows.rows;
  const texts = rows.map((row) =>
    schema.map(({ name, type }) => canonicalText(referenceValue({ type, value: row[name] ?? null }), type)),
  );

  test('texts', () => expect(texts.map(rowText)).toEqual(vectors.rows.texts));
  test('hashes', () => expect(texts.map(rowHash)).toEqual(vectors.rows.hashes));
  test('lanes and digests', () => {
    const days = rows.map((row) =>
      floorTo(instantFromMicros(instantMicros(String(row['ingested_at']))), 'day'),
    );
    for (const partition of vectors.partitions) {
      const hashes = texts.filter((_, i) => days[i] === partition.from).map(rowHash);
      const lanes = hashes.map(lanesOf).reduce(addLanes);
      expect(BigInt(hashes.length)).toBe(BigInt(partition.rows));
      expect(lanes.map(String)).toEqual(partition.lanes);
      expect(partitionDigest(BigInt(hashes.length), lanes)).toBe(partition.digest);
    }
  });
});

test('cut points', () => {
  expect(cutPoints(vectors.cuts.shares).map(String)).toEqual(vectors.cuts.cuts);
});

interface SplitVector {
  type?: ValueVector['type'];
  value?: ValueVector['value'];
  key?: [ValueVector['type'], ValueVector['value']][];
  salt: string;
  hash: string;
  split: string;
  fold5: number;
  sample10pct: boolean;
}

test.each(vectors.splits as SplitVector[])('split of $value$key', (vector) => {
  const key = vector.key ?? [[vector.type ?? 'string', vector.value ?? null]];
  const texts = key.map(([type, value]) =>
    canonicalText(referenceValue({ type, value: value ?? null }), type),
  );
  const hash = splitHash(texts, vector.salt);
  expect(hash).toBe(vector.hash);
  expect(partOf(hash, vectors.version.manifest.split.parts)).toBe(vector.split);
  expect(foldOf(hash, 5n)).toBe(BigInt(vector.fold5));
  expect(inSample(hash, '0.1')).toBe(vector.sample10pct);
});

test.each(['version', 'version2'])('manifest and ID of %s', (name) => {
  const { manifest, jcs, sha256, id } = vectors[name];
  const parsed = parseManifest(JSON.stringify(manifest, null, 2));
  expect(printManifest(parsed)).toBe(jcs);
  expect(identify(parsed)).toMatchObject({ id, sha256 });
});

test('period tree', () => {
  const entries = vectors.partitions.map((p: { from: Instant; rows: number; digest: string }) => ({
    from: p.from,
    rows: BigInt(p.rows),
    digest: p.digest,
  }));
  expect(buildTree(entries, 'day').years).toEqual(vectors.version.manifest.periods);
  const hours = ['29', '30'].flatMap((d) =>
    ['00', '23'].map((h) => ({
      from: `2020-10-${d}T${h}:00:00Z` as Instant,
      rows: 1n,
      digest: partitionDigest(1n, [1n, 2n]),
    })),
  );
  expect(buildTree(hours, 'hour').years).toEqual(vectors.version2.manifest.periods);
});

test('the Python twin recomputes every vector', () => {
  const printed = execFileSync('python3', [here('./reference.py'), 'check', here('./vectors.json')], {
    encoding: 'utf8',
  });
  expect(printed).toMatch(/^same: values, rows, partitions, cuts, splits, version, version2/);
});
