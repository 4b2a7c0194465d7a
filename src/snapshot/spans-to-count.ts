import type { Instant } from '../base/instant.ts';
import { firstOpen } from '../partition/recheck.ts';
import { joinAdjoining, partitionSpan, type Span } from '../partition/span.ts';
import { MOST_SPANS } from './chunks.ts';
import type { Marks } from './marks.ts';
import type { Known, Rule } from './plan.ts';

/**
 * Where partitions have to be counted before the watermark; null for everywhere. What is outside is known, and known to
 * be as it was:
 * - late: older partitions are closed, and a snapshot has seen them closed
 * - hints: the table, or the partition, has not changed since a snapshot looked at it
 */
export function spansToCount(
  known: Known,
  watermark: Instant,
  { recheck, full, granularity }: Rule,
  marks: Marks | undefined,
): readonly Span[] | null {
  if (full) return null;
  if (recheck.by === 'late') {
    return known.covered === null
      ? null
      : upTo(watermark, firstOpen(known.covered, recheck.seconds, granularity));
  }
  if (recheck.by !== 'hints') return null;
  if (marks?.partitions) return changed(known, watermark, granularity, marks, marks.partitions);
  return known.unchangedSince === null ? null : upTo(watermark, known.unchangedSince);
}

function upTo(watermark: Instant, from: Instant): readonly Span[] {
  return from < watermark ? [{ from, to: watermark }] : [];
}

/** Partitions that are there or were, and whose marks differ. */
function changed(
  known: Known,
  watermark: Instant,
  granularity: Rule['granularity'],
  marks: Marks,
  partitions: readonly Instant[],
): readonly Span[] {
  const before = new Map(known.states.map((s) => [s.from, s.mark]));
  const spans = [...new Set([...partitions, ...before.keys()])]
    .filter((start) => start < watermark && before.get(start) !== marks.of(start, ''))
    .sort()
    .map((start) => partitionSpan(start, granularity));
  const joined = joinAdjoining(spans);
  const [first, last] = [joined[0], joined.at(-1)];
  return first && last && joined.length > MOST_SPANS ? [{ from: first.from, to: last.to }] : joined;
}
