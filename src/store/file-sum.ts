import { createHash } from 'node:crypto';
import type { FileSum } from './store.ts';

/** What the stream holds, read to its end. Rejects with the signal's reason once that is aborted. */
export async function sumOf(stream: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<FileSum> {
  const hash = createHash('sha256');
  let bytes = 0n;
  for await (const chunk of stream) {
    signal.throwIfAborted();
    hash.update(chunk);
    bytes += BigInt(chunk.length);
  }
  return { sha256: hash.digest('hex'), bytes };
}
