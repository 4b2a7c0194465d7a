import type { Instant } from '../base/instant.ts';
import { sha256 } from '../base/sha256.ts';
import type { PartitionEntry } from '../partition/late-rows.ts';
import type { Granularity } from '../source/dialect.ts';
import { jcs } from './jcs.ts';

/*
 * Partitions stand in a Merkle tree that is the calendar (docs/formats.md, section 5):
 *
 *   leaf  = {"format":"tidemark.period/1","partitions":[{"digest","from","rows"}…],"period"}
 *   inner = {"format":"tidemark.period/1","periods":[{"digest","partitions","period","rows"}…],"period"}
 *
 * A leaf is a day of hours, a month of days, or a year of months or years; months and years are above it.
 * `digest` of a period is the SHA-256 of its node in RFC 8785 form.
 */

const PERIOD_FORMAT = 'tidemark.period/1';

/** How a node's parent, or the manifest, names it. */
export interface PeriodEntry {
  readonly digest: string;
  /** Partitions under it. */
  readonly partitions: number;
  /** `2020`, `2020-10` or `2020-10-31`. */
  readonly period: string;
  /** Rows under it, in decimal. */
  readonly rows: string;
}

/** A node as it is stored: content-addressed, so that versions share what did not change. */
export interface PeriodNode {
  readonly digest: string;
  /** RFC 8785 form. */
  readonly body: string;
}

interface NodeBody {
  readonly partitions?: readonly { digest: string; from: Instant; rows: string }[];
  readonly periods?: readonly PeriodEntry[];
}

/** The lengths of the period names, from the leaves up: `2020-10-31` is 10, `2020` is 4. */
const LEVELS: Record<Granularity, readonly number[]> = {
  hour: [10, 7, 4],
  day: [7, 4],
  month: [4],
  year: [4],
};

/**
 * The tree over the partitions.
 * @param partitions in any order; those without rows must not be among them
 * @returns the years, in order, and every node
 */
export function buildTree(
  partitions: readonly PartitionEntry[],
  granularity: Granularity,
): { readonly years: readonly PeriodEntry[]; readonly nodes: readonly PeriodNode[] } {
  const nodes: PeriodNode[] = [];
  const [leafWidth = 4, ...innerWidths] = LEVELS[granularity];
  const ordered = [...partitions].sort((a, b) => (a.from < b.from ? -1 : 1));

  let entries = group(ordered, (p) => p.from.slice(0, leafWidth)).map(([period, members]) => {
    const listed = members.map((p) => ({ digest: p.digest, from: p.from, rows: p.rows.toString() }));
    return entryOf({ partitions: listed, period }, members.length, sum(members.map((p) => p.rows)));
  });
  for (const width of innerWidths) {
    entries = group(entries, (e) => e.period.slice(0, width)).map(([period, members]) => {
      const count = members.reduce((total, m) => total + m.partitions, 0);
      return entryOf({ periods: members, period }, count, sum(members.map((m) => BigInt(m.rows))));
    });
  }
  return { years: entries, nodes };

  function entryOf(body: NodeBody & { period: string }, count: number, rows: bigint): PeriodEntry {
    const node = nodeOf({ ...body, format: PERIOD_FORMAT });
    nodes.push(node);
    return { digest: node.digest, partitions: count, period: body.period, rows: rows.toString() };
  }
}

/**
 * What a stored node holds.
 * @returns its periods, or its partitions where it is a leaf
 */
export function readNode(node: string): {
  readonly periods: readonly PeriodEntry[];
  readonly partitions: readonly PartitionEntry[];
} {
  const body = JSON.parse(node) as NodeBody;
  return {
    periods: body.periods ?? [],
    partitions: (body.partitions ?? []).map((p) => ({
      from: p.from,
      rows: BigInt(p.rows),
      digest: p.digest,
    })),
  };
}

function nodeOf(value: object): PeriodNode {
  const body = jcs(value);
  return { digest: sha256(body), body };
}

function group<T>(items: readonly T[], key: (item: T) => string): readonly [string, readonly T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const members = groups.get(name);
    if (members) members.push(item);
    else groups.set(name, [item]);
  }
  return [...groups];
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
