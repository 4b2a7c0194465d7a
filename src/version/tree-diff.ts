import { changesBetween, type PartitionChange, type PartitionEntry } from '../partition/late-rows.ts';
import { type PeriodEntry, readNode } from './period-tree.ts';

/** Gives the stored nodes with these digests. */
export type LoadNodes = (digests: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/**
 * The partitions in which two trees differ, in order. Periods with equal digests are not looked into, so
 * the cost is that of what changed.
 */
export async function diffTrees(
  before: readonly PeriodEntry[],
  after: readonly PeriodEntry[],
  load: LoadNodes,
): Promise<readonly PartitionChange[]> {
  const digests = new Set(after.map((p) => p.digest));
  const shared = new Set(before.map((p) => p.digest).filter((digest) => digests.has(digest)));
  const [old, now] = [await open(before, shared, load), await open(after, shared, load)];
  const below =
    old.periods.length + now.periods.length > 0 ? await diffTrees(old.periods, now.periods, load) : [];
  const changes = [...changesBetween(old.partitions, now.partitions), ...below];
  return changes.sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** Every partition under the periods, in order. */
export async function listPartitions(
  periods: readonly PeriodEntry[],
  load: LoadNodes,
): Promise<readonly PartitionEntry[]> {
  const opened = await open(periods, new Set(), load);
  const below = opened.periods.length > 0 ? await listPartitions(opened.periods, load) : [];
  return [...opened.partitions, ...below];
}

async function open(periods: readonly PeriodEntry[], skip: ReadonlySet<string>, load: LoadNodes) {
  const wanted = periods.map((p) => p.digest).filter((digest) => !skip.has(digest));
  const bodies = wanted.length === 0 ? new Map<string, string>() : await load(wanted);
  const nodes = wanted.map((digest) => readNode(bodies.get(digest) ?? '{}'));
  return { periods: nodes.flatMap((n) => n.periods), partitions: nodes.flatMap((n) => n.partitions) };
}
