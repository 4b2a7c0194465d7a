const MIB = 1024n * 1024n;
const SMALLEST = 8n * MIB;
/** Of one upload, as S3 has it. */
const MOST_PARTS = 10_000n;
/** What one upload holds in memory, about, but for files whose parts are larger than this. */
const MEMORY = 64n * MIB;
const MOST_AT_ONCE = 4n;

/** How a file is cut for an upload: the bytes of a part, and how many parts are under way at once. */
export function partSize(bytes: bigint): { readonly part: number; readonly atOnce: number } {
  const least = (bytes + MOST_PARTS - 1n) / MOST_PARTS;
  const part = least <= SMALLEST ? SMALLEST : ((least + MIB - 1n) / MIB) * MIB;
  // One more is being read.
  const fitting = MEMORY / part - 1n;
  const atOnce = fitting < 1n ? 1n : fitting > MOST_AT_ONCE ? MOST_AT_ONCE : fitting;
  return { part: Number(part), atOnce: Number(atOnce) };
}
