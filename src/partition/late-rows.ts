import type { Instant } from '../base/instant.ts';

/** A partition's number of rows and digest in a version. */
export interface PartitionEntry {
  readonly from: Instant;
  readonly rows: bigint;
  readonly digest: string;
}

/** A partition that two versions hold differently; null where a version does not have it. */
export interface PartitionChange {
  readonly from: Instant;
  readonly before: PartitionEntry | null;
  readonly after: PartitionEntry | null;
}

/** Rows that arrived in a partition after a version had covered it. */
export interface LateRows {
  readonly partition: Instant;
  readonly rows: bigint;
}

/** The partitions that differ, in order. */
export function changesBetween(
  before: readonly PartitionEntry[],
  after: readonly PartitionEntry[],
): readonly PartitionChange[] {
  const old = new Map(before.map((p) => [p.from, p]));
  const now = new Map(after.map((p) => [p.from, p]));
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((from) => ({ from, before: old.get(from) ?? null, after: now.get(from) ?? null }))
    .filter((c) => c.before?.digest !== c.after?.digest)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

/**
 * Rows more than the older version had, in the partitions that it covered.
 * @param covered the older version's watermark
 */
export function lateRows(changes: readonly PartitionChange[], covered: Instant): readonly LateRows[] {
  return changes
    .filter((c) => c.from < covered)
    .map((c) => ({ partition: c.from, rows: (c.after?.rows ?? 0n) - (c.before?.rows ?? 0n) }))
    .filter((late) => late.rows > 0n);
}
