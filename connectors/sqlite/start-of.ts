import type { Granularity } from '../../src/source/dialect.ts';

const MILLISECOND = 1000n;

/**
 * The start of the partition that an instant is in; both in microseconds since the epoch. The last partition
 * is kept, since rows mostly come in the order of their ingestion.
 */
export function startOf(granularity: Granularity): (micros: bigint | null) => bigint | null {
  let from = 0n;
  let to = 0n;
  return (micros) => {
    if (micros === null) return null;
    if (micros < from || micros >= to) {
      const remainder = ((micros % MILLISECOND) + MILLISECOND) % MILLISECOND;
      const milliseconds = Number((micros - remainder) / MILLISECOND);
      from = BigInt(boundary(milliseconds, granularity, 0)) * MILLISECOND;
      to = BigInt(boundary(milliseconds, granularity, 1)) * MILLISECOND;
    }
    return from;
  };
}

/** `setUTCFullYear`, since `Date.UTC` reads the years before 100 as those of the last century. */
function boundary(milliseconds: number, granularity: Granularity, next: 0 | 1): number {
  const date = new Date(milliseconds);
  date.setUTCMinutes(0, 0, 0);
  if (granularity === 'hour') return date.setUTCHours(date.getUTCHours() + next);
  date.setUTCHours(0);
  if (granularity === 'day') return date.setUTCDate(date.getUTCDate() + next);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return granularity === 'month'
    ? date.setUTCFullYear(year, month + next, 1)
    : date.setUTCFullYear(year + next, 0, 1);
}
