import type { Instant } from '../base/instant.ts';
import type { PartitionState, Run } from '../catalog/catalog.ts';
import { firstOpen, type Recheck, stillOpen } from '../partition/recheck.ts';
import { partitionSpan } from '../partition/span.ts';
import type { Counts } from '../scan/count-scan.ts';
import type { Granularity } from '../source/dialect.ts';

/** What a snapshot knows before it digests anything. */
export interface Known {
  /** The greatest watermark that a finished snapshot of the same definition looked at. */
  readonly covered: Instant | null;
  readonly states: readonly PartitionState[];
  /** A run at the same watermark that did not end; its digests are as good as this run's own. */
  readonly resumed: Run | undefined;
  /** The source's change token now. */
  readonly token: string | undefined;
}

export interface Plan {
  /** Partitions to be digested, in order. */
  readonly digest: readonly Instant[];
  /** States that are taken over. */
  readonly keep: readonly PartitionState[];
  /** Partitions that had rows and have none now. */
  readonly gone: readonly Instant[];
}

/** Which digests are believed. */
interface Rule {
  readonly recheck: Recheck;
  /** None, whatever the recheck rule says. */
  readonly full: boolean;
  readonly granularity: Granularity;
}

/** A partition as the count scan saw it. */
interface Seen {
  readonly rows: bigint;
  readonly mark: string | undefined;
}

/**
 * From where partitions have to be counted; null for all. Where older ones are closed, and a snapshot has
 * seen them closed, nothing there is looked at.
 */
export function countFrom(
  covered: Instant | null,
  recheck: Recheck,
  full: boolean,
  granularity: Granularity,
): Instant | null {
  if (full || covered === null || recheck.by !== 'late') return null;
  return firstOpen(covered, recheck.seconds, granularity);
}

/**
 * Which partitions must be digested: new ones, and those that the recheck rule names.
 * @param counts rows and marks by partition, from `from` on and before the watermark
 * @param from what `countFrom` gave
 */
export function planSnapshot(
  counts: Pick<Counts, 'partitions' | 'marks'>,
  from: Instant | null,
  watermark: Instant,
  known: Known,
  rule: Rule,
): Plan {
  const states = new Map(known.states.filter((s) => s.from < watermark).map((s) => [s.from, s]));
  const closed = [...states.values()].filter((s) => from !== null && s.from < from);
  const counted = [...states.values()].filter((s) => from === null || s.from >= from);
  const digest: Instant[] = [];
  const keep: PartitionState[] = [...closed];
  for (const [start, rows] of counts.partitions) {
    const state = states.get(start);
    const now = { rows, mark: counts.marks.get(start) };
    if (state && (resumable(state, now, known, rule) || trusted(state, now, known.covered, rule)))
      keep.push(state);
    else digest.push(start);
  }
  const gone = counted.filter((s) => !counts.partitions.has(s.from)).map((s) => s.from);
  return { digest, keep, gone };
}

/**
 * Whether the digest that a killed run took stands: the source says that nothing changed since, or, where it
 * cannot say, the recheck rule would let the partition be had the run finished. So `all` trusts nothing here too.
 */
function resumable(state: PartitionState, now: Seen, { resumed, token }: Known, rule: Rule): boolean {
  if (resumed === undefined || state.run !== resumed.id) return false;
  if (token !== undefined) return token === resumed.token;
  return trusted(state, now, resumed.watermark, rule);
}

/** Whether the recheck rule lets the partition be. @param covered the watermark at which it was looked at */
function trusted(
  state: PartitionState,
  now: Seen,
  covered: Instant | null,
  { recheck, full, granularity }: Rule,
): boolean {
  if (full || recheck.by === 'all') return false;
  if (recheck.by === 'counts') return state.rows === now.rows;
  if (recheck.by === 'hints')
    return state.rows === now.rows && now.mark !== undefined && state.mark === now.mark;
  return covered !== null && !stillOpen(partitionSpan(state.from, granularity).to, covered, recheck.seconds);
}
