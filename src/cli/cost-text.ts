import { formatBytes } from '../base/bytes.ts';
import type { CostFacts } from '../catalog/facts.ts';

/** What queries cost, in a line; empty where the warehouse says nothing. */
export function costText(cost: CostFacts | undefined): string {
  if (!cost) return '';
  const { bytesScanned, bytesBilled, slotMs, credits } = cost;
  return [
    ...(bytesScanned === undefined ? [] : [`${formatBytes(BigInt(bytesScanned))} scanned`]),
    ...(bytesBilled === undefined ? [] : [`${formatBytes(BigInt(bytesBilled))} billed`]),
    ...(slotMs === undefined ? [] : [`${BigInt(slotMs) / 1000n} s of slot time`]),
    ...(credits === undefined ? [] : [`${credits} credits`]),
  ].join(', ');
}
