import type { Instant } from '../base/instant.ts';
import type { Granularity } from '../source/dialect.ts';
import { nextStart } from './granularity.ts';

/** A half-open stretch of the ingestion timestamp: `from` is in it, `to` is not. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** The span of the partition that starts there. */
export function partitionSpan(start: Instant, granularity: Granularity): Span {
  return { from: start, to: nextStart(start, granularity) };
}

/** The same stretch in as few spans as possible. @param spans in order, without overlap */
export function joinAdjoining(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last?.to === span.from) joined[joined.length - 1] = { from: last.from, to: span.to };
    else joined.push(span);
  }
  return joined;
}
