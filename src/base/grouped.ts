/** `3000000` as `3,000,000`. */
export function grouped(count: string | bigint | number): string {
  return count.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}
