import type { Granularity } from '../source/dialect.ts';
import type { PartitionEntry } from './late-rows.ts';
import { joinAdjoining, partitionSpan, type Span } from './span.ts';

/**
 * Rows that are sorted at a time, about: a piece of a read, an object of an archive. Small enough to be sorted in memory, large enough that
 * asking for each costs little.
 */
export const ROWS_PER_RUN = 1_000_000n;

/** The partitions in runs of so many rows, about, each of at least one partition. */
export function partitionRuns(
  partitions: readonly PartitionEntry[],
  most = ROWS_PER_RUN,
): readonly (readonly PartitionEntry[])[] {
  const runs: PartitionEntry[][] = [];
  let rows = most;
  for (const partition of partitions) {
    if (rows >= most) {
      runs.push([]);
      rows = 0n;
    }
    runs.at(-1)?.push(partition);
    rows += partition.rows;
  }
  return runs;
}

/** The stretches that the partitions cover. */
export function spansOf(partitions: readonly PartitionEntry[], granularity: Granularity): readonly Span[] {
  return joinAdjoining(partitions.map((p) => partitionSpan(p.from, granularity)));
}
