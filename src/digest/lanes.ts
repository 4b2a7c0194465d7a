/** The two exact sums of a partition: docs/formats.md, section 2. */
export type Lanes = readonly [bigint, bigint];

/** Hex digits of the row's hash that each lane takes: 60 bits. */
export const LANE_DIGITS = 15;

/** What one row adds. @param hash the row's hash in hex */
export function lanesOf(hash: string): Lanes {
  return [BigInt(`0x${hash.slice(0, LANE_DIGITS)}`), BigInt(`0x${hash.slice(LANE_DIGITS, 2 * LANE_DIGITS)}`)];
}

export function addLanes(a: Lanes, b: Lanes): Lanes {
  return [a[0] + b[0], a[1] + b[1]];
}
