import { parseMicros } from '../base/instant.ts';
import type { TimeSplit } from './split.ts';

/** The first part whose `until` is later. @param micros since the epoch, of the split's column */
export function partAt(micros: bigint, parts: TimeSplit['parts']): string {
  return parts.find((p) => p.until === null || micros < parseMicros(p.until))?.name ?? '';
}
