import type { Instant } from '../base/instant.ts';
import type { PartitionState, Run } from '../catalog/catalog.ts';
import { type Recheck, stillOpen } from '../partition/recheck.ts';
import { partitionSpan, type Span } from '../partition/span.ts';
import type { Granularity } from '../source/dialect.ts';

/** What a snapshot knows before it digests anything. */
export interface Known {
  /** The greatest watermark that a finished snapshot of the same definition looked at. */
  readonly covered: Instant | null;
  /**
   * For `recheck: hints`: the watermark of the last finished snapshot, where it trusted nothing but the source, and the
   * source says that the table has not changed since; else null.
   */
  readonly unchangedSince: Instant | null;
  readonly states: readonly PartitionState[];
  /** A run at the same watermark that did not end; its digests are as good as this run's own. */
  readonly resumed: Run | undefined;
  /** The source's change token now. */
  readonly token: string | undefined;
  /** Somebody wrote after it was asked for, and before the moment that is digested. */
  readonly moved: boolean;
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
export interface Rule {
  readonly recheck: Recheck;
  /** None, whatever the recheck rule says. */
  readonly full: boolean;
  readonly granularity: Granularity;
}

/** What the count scan found, by partition. */
export interface Counted {
  readonly partitions: ReadonlyMap<Instant, bigint>;
  readonly marks: ReadonlyMap<Instant, string>;
}

/** A partition as the count scan saw it. */
interface Seen {
  readonly rows: bigint;
  readonly mark: string | undefined;
}

/**
 * Which partitions must be digested: new ones, and those that the recheck rule names.
 * @param counts rows and marks by partition, in the spans and before the watermark
 * @param spans what `spansToCount` gave
 */
export function planSnapshot(
  counts: Counted,
  spans: readonly Span[] | null,
  watermark: Instant,
  known: Known,
  rule: Rule,
): Plan {
  const states = new Map(known.states.filter((s) => s.from < watermark).map((s) => [s.from, s]));
  const isCounted = ({ from }: PartitionState) =>
    spans === null || spans.some((span) => span.from <= from && from < span.to);
  const counted = [...states.values()].filter(isCounted);
  const closed = [...states.values()].filter((s) => !isCounted(s));
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
function resumable(state: PartitionState, now: Seen, { resumed, token, moved }: Known, rule: Rule): boolean {
  if (resumed === undefined || state.run !== resumed.id) return false;
  if (token !== undefined) return !moved && token === resumed.token;
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
