import { type Instant, instantFromMicros, microsOf, parseInstant } from '../base/instant.ts';
import type { Granularity } from '../source/dialect.ts';

export const GRANULARITIES: readonly Granularity[] = ['hour', 'day', 'month', 'year'];

/** How many characters of `2020-10-31T23:…` name the partition's own calendar unit. */
const WIDTH: Record<Granularity, number> = { hour: 13, day: 10, month: 7, year: 4 };
const REST = '0001-01-01T00:00:00Z';

/** The start of the partition that holds the instant. Calendar units are UTC's. */
export function floorTo(at: Instant, granularity: Granularity): Instant {
  const width = WIDTH[granularity];
  return (at.slice(0, width) + REST.slice(width)) as Instant;
}

/** The start of the partition after the one that holds the instant. @throws instant-invalid after year 9999 */
export function nextStart(at: Instant, granularity: Granularity): Instant {
  const start = floorTo(at, granularity);
  if (granularity === 'hour') return instantFromMicros(microsOf(start) + 3_600_000_000n);
  if (granularity === 'day') return instantFromMicros(microsOf(start) + 86_400_000_000n);
  const year = Number(start.slice(0, 4));
  const month = Number(start.slice(5, 7));
  const carry = granularity === 'year' || month === 12;
  const nextYear = String(carry ? year + 1 : year).padStart(4, '0');
  const nextMonth = String(carry ? 1 : month + 1).padStart(2, '0');
  return parseInstant(`${nextYear}-${nextMonth}-01`);
}

export function isBoundary(at: Instant, granularity: Granularity): boolean {
  return floorTo(at, granularity) === at;
}
