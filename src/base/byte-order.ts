const encoder = new TextEncoder();

/**
 * Compares two texts by their UTF-8 bytes, the order of column names in a manifest. JavaScript's own
 * order is by UTF-16 units and differs beyond the basic plane.
 */
export function byteOrder(a: string, b: string): number {
  const left = encoder.encode(a);
  const right = encoder.encode(b);
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
