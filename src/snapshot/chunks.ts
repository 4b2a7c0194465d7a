import type { Instant } from '../base/instant.ts';
import { joinAdjoining, partitionSpan, type Span } from '../partition/span.ts';
import type { Granularity } from '../source/dialect.ts';

/** Spans that one statement names at most. */
export const MOST_SPANS = 50;

/** Partitions that one scan digests: enough rows to be worth a scan, few enough to lose little when killed. */
export interface Chunk {
  readonly spans: readonly Span[];
  readonly partitions: number;
  readonly rows: bigint;
}

/**
 * The partitions in chunks, in order.
 * @param counts rows by partition
 * @param rowsPerScan a chunk ends with the partition that reaches it
 */
export function chunkPartitions(
  partitions: readonly Instant[],
  counts: ReadonlyMap<Instant, bigint>,
  granularity: Granularity,
  rowsPerScan: bigint,
): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let members: Span[] = [];
  let rows = 0n;
  let gaps = 0;
  const close = () => {
    if (members.length > 0) chunks.push({ spans: joinAdjoining(members), partitions: members.length, rows });
    [members, rows, gaps] = [[], 0n, 0];
  };
  for (const start of partitions) {
    if (members.at(-1)?.to !== start) gaps++;
    members.push(partitionSpan(start, granularity));
    rows += counts.get(start) ?? 0n;
    if (rows >= rowsPerScan || gaps >= MOST_SPANS) close();
  }
  close();
  return chunks;
}
