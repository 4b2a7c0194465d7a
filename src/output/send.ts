import { createReadStream } from 'node:fs';
import type { Writable } from 'node:stream';

/** Bytes that are read and written at once. */
const CHUNK = 1 << 20;

/** Writes the bytes, and waits until the stream has passed them on. @throws what the stream says: a full disk, a closed pipe */
export function send(bytes: Uint8Array, out: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    out.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/** Writes a file's bytes, from `start` to before `end`. */
export async function sendFile(
  file: string,
  out: Writable,
  start = 0,
  end = Number.POSITIVE_INFINITY,
): Promise<void> {
  if (start >= end) return;
  for await (const bytes of createReadStream(file, { start, end: end - 1, highWaterMark: CHUNK })) {
    await send(bytes as Buffer, out);
  }
}
