import { instantFromMicros } from '../../src/base/instant.ts';
import { canonicalText } from '../../src/digest/canonical-text.ts';
import { rowHash } from '../../src/digest/row.ts';
import { floorTo } from '../../src/partition/granularity.ts';
import type { HashSplit } from '../../src/split/split.ts';
import { type TestColumn, type TestRow, typeName } from '../conformance/fixture.ts';
import { rowSplitHash, rowTexts } from '../conformance/reference.ts';

const MICROS_A_DAY = 86_400_000_000n;
/** More than any timestamp is below zero, so that they order as texts do. */
const FAR = 10n ** 18n;

/** The row's ingestion timestamp, in microseconds since the epoch. */
export function ingestedAt(columns: readonly TestColumn[], row: TestRow): bigint {
  const index = columns.findIndex((c) => c.name === 'at');
  return BigInt(String(row[index])) * (columns[index]?.type === 'date' ? MICROS_A_DAY : 1n);
}

/** The order of reads by the day of ingestion: partition, split hash, row hash. */
export function inOrder(
  columns: readonly TestColumn[],
  rows: readonly TestRow[],
  split: HashSplit,
): readonly TestRow[] {
  return sortedBy(rows, (row) => {
    const day = floorTo(instantFromMicros(ingestedAt(columns, row)), 'day');
    return `${day} ${rowSplitHash(columns, row, split)} ${rowHash(rowTexts(columns, row))}`;
  });
}

/** From the oldest row to the latest, and among equals to the one with the greatest hash. */
export function byAge(columns: readonly TestColumn[], rows: readonly TestRow[]): readonly TestRow[] {
  return sortedBy(rows, (row) => {
    const at = String(ingestedAt(columns, row) + FAR).padStart(20, '0');
    return `${at} ${rowHash(rowTexts(columns, row))}`;
  });
}

/** The rows as they leave the warehouse: text as it is, all else as canonical text; in manifest order. */
export function asRead(columns: readonly TestColumn[], rows: readonly TestRow[]) {
  const order = columns.map((c, i) => ({ ...c, i })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return rows.map((row) =>
    order.map(({ i, ...column }) => {
      const value = row[i] ?? null;
      return value === null || column.type === 'string' ? value : canonicalText(value, typeName(column));
    }),
  );
}

function sortedBy(rows: readonly TestRow[], key: (row: TestRow) => string): readonly TestRow[] {
  const keyed = rows.map((row) => ({ row, key: key(row) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row);
}
