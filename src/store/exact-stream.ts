import { Readable } from 'node:stream';
import { damaged } from './store-errors.ts';

/**
 * A stream of exactly so many bytes.
 * @param chunks what comes
 * @param error what an error of `chunks` means
 */
export function exactStream(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  expected: { readonly bytes: bigint; readonly place: string; readonly key: string },
  error: (error: unknown) => unknown,
): Readable {
  const { bytes, place, key } = expected;
  async function* counted() {
    let came = 0n;
    try {
      for await (const chunk of chunks) {
        came += BigInt(chunk.length);
        if (came > bytes) break;
        yield chunk;
      }
    } catch (cause) {
      throw error(cause);
    }
    if (came !== bytes)
      throw damaged(place, key, `${bytes} bytes were expected, and ${came > bytes ? 'more' : came} came`);
  }
  return Readable.from(counted(), { objectMode: false });
}
