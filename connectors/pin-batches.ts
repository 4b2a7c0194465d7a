import type { PinnedPartition } from '../src/source/driver.ts';

/** What one transaction copies at most, about: a killed one loses no more, and each costs a scan where no index helps. */
const MOST_ROWS = 5_000_000n;
const MOST_PARTITIONS = 2_000;
/** Numbers in one statement. */
export const MOST_NUMBERS = 1_000;

/** What is copied together, in order. */
export function batches(partitions: readonly PinnedPartition[]): readonly (readonly PinnedPartition[])[] {
  const made: PinnedPartition[][] = [];
  let rows = 0n;
  for (const partition of partitions) {
    const last = made.at(-1);
    rows += partition.rows;
    if (last && rows <= MOST_ROWS && last.length < MOST_PARTITIONS) last.push(partition);
    else {
      made.push([partition]);
      rows = partition.rows;
    }
  }
  return made;
}

/** The list in stretches. */
export function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}
