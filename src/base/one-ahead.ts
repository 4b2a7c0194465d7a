/**
 * Does the work for each item in turn, and begins with the next while the last one's result is in use. Never more than two at once; what was
 * begun when the loop ends is waited for.
 */
export async function* oneAhead<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): AsyncGenerator<R> {
  const begin = (index: number) => {
    const item = items[index];
    if (item === undefined) return undefined;
    const result = work(item, index);
    // Whoever awaits it is told; until then nobody has to be.
    result.catch(() => {});
    return result;
  };
  let next = begin(0);
  try {
    for (let i = 0; next !== undefined; i++) {
      const result = await next;
      next = begin(i + 1);
      yield result;
    }
  } finally {
    await next?.catch(() => {});
  }
}
