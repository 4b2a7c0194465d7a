import type { Instant } from '../base/instant.ts';
import { sha256 } from '../base/sha256.ts';
import type { PartitionEntry } from '../partition/late-rows.ts';
import { sampleBound } from '../split/share.ts';

/** Hex digits that are compared with the bound. */
const DIGITS = 12;

/**
 * A share of the partitions, at least one, in order. Which ones depends on the day, so that looking each day gets round to all of them.
 * @param share a decimal above 0 and at most 1
 */
export function samplePartitions(
  partitions: readonly PartitionEntry[],
  share: string,
  now: Instant,
): readonly PartitionEntry[] {
  const draw = (p: PartitionEntry) => BigInt(`0x${sha256(`${now.slice(0, 10)} ${p.from}`).slice(0, DIGITS)}`);
  const bound = sampleBound(share);
  const chosen = partitions.filter((p) => draw(p) < bound);
  if (chosen.length > 0) return chosen;
  const least = partitions.reduce<PartitionEntry | undefined>(
    (best, p) => (best === undefined || draw(p) < draw(best) ? p : best),
    undefined,
  );
  return least ? [least] : [];
}
