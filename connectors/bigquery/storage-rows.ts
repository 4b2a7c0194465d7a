import { setTimeout as sleep } from 'node:timers/promises';
import type { Call, Row } from '../../src/source/driver.ts';
import { arrowRows } from './arrow-rows.ts';
import { kindOf } from './errors.ts';
import type { Job } from './job.ts';
import type { Storage } from './storage.ts';
import type { StorageSession } from './storage-session.ts';

/** How often in a row a stream may break off without having given a row. */
const RETRIES = 5;
const FIRST_PAUSE_MS = 500;

/**
 * The rows of a job that is done, as the stream sends them, in order; they are sent as they are taken. A stream that
 * breaks off goes on at the row where it stood: an answer comes whole or not at all.
 * @throws where there are not as many rows as the job said
 */
export async function* storageRows(
  storage: Storage,
  { stream, schema }: StorageSession,
  job: Job,
  { signal }: Call,
): AsyncGenerator<readonly Row[], void, undefined> {
  let offset = 0;
  for (let failures = 0; ; failures++) {
    try {
      for await (const batch of batchesFrom(storage, stream, offset, signal)) {
        const rows = arrowRows(schema, batch);
        offset += rows.length;
        failures = 0;
        if (rows.length > 0) yield rows;
      }
      break;
    } catch (error) {
      if (signal.aborted || failures === RETRIES || !isBrokenOff(error)) throw error;
      await sleep(FIRST_PAUSE_MS * 2 ** failures, undefined, { signal });
    }
  }
  if (offset !== job.rows) throw new Error(`The Storage API gave ${offset} rows of ${job.rows}.`);
}

/** Cancelled, but not by us: so does HTTP/2 say that the other end gave up. */
function isBrokenOff(error: unknown): boolean {
  return ['transient', 'cancelled'].includes(kindOf(error));
}

async function* batchesFrom(
  storage: Storage,
  readStream: string,
  offset: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const answers = await storage.readRows(readStream, offset);
  // That it was cancelled is told once more when nobody reads it any longer.
  answers.on('error', () => undefined);
  const end = () => {
    answers.cancel();
    answers.destroy(signal.aborted ? (signal.reason as Error) : undefined);
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    signal.throwIfAborted();
    for await (const { arrowRecordBatch } of answers) {
      const { serializedRecordBatch: batch } = arrowRecordBatch ?? {};
      if (batch?.length) yield batch;
    }
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}
