import { byteOrder } from '../../src/base/byte-order.ts';
import { type Instant, instantFromMicros } from '../../src/base/instant.ts';
import { canonicalText } from '../../src/digest/canonical-text.ts';
import { addLanes, type Lanes, lanesOf } from '../../src/digest/lanes.ts';
import { rowHash } from '../../src/digest/row.ts';
import { floorTo } from '../../src/partition/granularity.ts';
import type { Granularity } from '../../src/source/dialect.ts';
import { partOf, splitHash } from '../../src/split/hash-split.ts';
import type { HashSplit } from '../../src/split/split.ts';
import { type TestColumn, type TestRow, typeName } from './fixture.ts';

export interface ReferencePartition {
  rows: bigint;
  lanes: Lanes;
  parts: Record<string, bigint>;
}

/** The row's canonical texts in manifest order, computed in process. */
export function rowTexts(columns: readonly TestColumn[], row: TestRow): readonly string[] {
  return columns
    .map((column, i) => ({
      name: column.name.toLowerCase(),
      text: canonicalText(row[i] ?? null, typeName(column)),
    }))
    .sort((a, b) => byteOrder(a.name, b.name))
    .map((c) => c.text);
}

/** The split hash of a row. */
export function rowSplitHash(columns: readonly TestColumn[], row: TestRow, split: HashSplit): string {
  const texts = split.key.map((name) => {
    const index = columns.findIndex((c) => c.name.toLowerCase() === name);
    const column = columns[index];
    return canonicalText(row[index] ?? null, column ? typeName(column) : 'string');
  });
  return splitHash(texts, split.salt);
}

/** What a digest scan must find, computed in process from the same rows. */
export function referencePartitions(
  columns: readonly TestColumn[],
  rows: readonly TestRow[],
  ingestion: string,
  granularity: Granularity,
  split: HashSplit | null,
): ReadonlyMap<Instant, ReferencePartition> {
  const at = columns.findIndex((c) => c.name === ingestion);
  const unit = columns[at]?.type === 'date' ? 86_400_000_000n : 1n;
  const partitions = new Map<Instant, ReferencePartition>();
  for (const row of rows) {
    const from = floorTo(instantFromMicros((row[at] as bigint) * unit), granularity);
    const partition = partitions.get(from) ?? { rows: 0n, lanes: [0n, 0n], parts: {} };
    partition.rows += 1n;
    partition.lanes = addLanes(partition.lanes, lanesOf(rowHash(rowTexts(columns, row))));
    if (split) {
      const part = partOf(rowSplitHash(columns, row, split), split.parts);
      partition.parts[part] = (partition.parts[part] ?? 0n) + 1n;
    }
    partitions.set(from, partition);
  }
  return partitions;
}
