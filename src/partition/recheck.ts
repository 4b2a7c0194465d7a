import { formatDuration, parseDuration } from '../base/duration.ts';
import { type Instant, instantFromMicros, microsOf } from '../base/instant.ts';
import type { Granularity } from '../source/dialect.ts';
import { floorTo } from './granularity.ts';

/**
 * Which partitions a snapshot digests although it knows a digest of them:
 * - all: every one
 * - counts: those whose number of rows changed
 * - hints: those of which the engine does not say that they are unchanged
 * - late: those that could still get rows when they were last looked at; older ones are closed
 */
export type Recheck =
  | { readonly by: 'all' }
  | { readonly by: 'counts' }
  | { readonly by: 'hints' }
  | { readonly by: 'late'; readonly seconds: number };

/** @throws duration-invalid where the text is neither `all`, `counts`, `hints` nor a duration such as `3d` */
export function parseRecheck(text: string): Recheck {
  if (text === 'all' || text === 'counts' || text === 'hints') return { by: text };
  return { by: 'late', seconds: parseDuration(text) };
}

/** What `parseRecheck` reads. */
export function formatRecheck(recheck: Recheck): string {
  return recheck.by === 'late' ? formatDuration(recheck.seconds) : recheck.by;
}

/**
 * Whether rows may have arrived in a partition since it was last looked at. A row of the partition arrives
 * no later than `seconds` after its ingestion timestamp, so before `to + seconds`; a snapshot looks at the
 * data at its watermark or later. Where that is not known to be after the last arrival, the partition is open.
 * @param to the partition's end
 * @param covered the greatest watermark of a finished snapshot
 */
export function stillOpen(to: Instant, covered: Instant, seconds: number): boolean {
  return microsOf(to) + BigInt(seconds) * 1_000_000n > microsOf(covered);
}

/** The start of the earliest partition that is still open. */
export function firstOpen(covered: Instant, seconds: number, granularity: Granularity): Instant {
  return floorTo(instantFromMicros(microsOf(covered) - BigInt(seconds) * 1_000_000n), granularity);
}
