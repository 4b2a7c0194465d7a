import pRetry from 'p-retry';
import type { Call } from '../../src/source/driver.ts';
import { kindOf } from './errors.ts';
import type { Storage } from './storage.ts';
import type { TableReference } from './table-reference.ts';

/** A table that the Storage Read API is ready to send. */
export interface StorageSession {
  /** Its name. */
  readonly stream: string;
  /** Arrow's message. */
  readonly schema: Uint8Array;
}

const RETRIES = 2;
const FIRST_PAUSE_MS = 1_000;
const TIMEOUT_MS = 20_000;

/**
 * One stream, which sends the rows as they stand in the table, and so in the order of the query that wrote it. What is
 * large is ordered; several streams would have to be merged by that order again, or kept until their turn.
 */
export async function storageSession(
  storage: Storage,
  { projectId, datasetId, tableId }: TableReference,
  { signal }: Call,
): Promise<StorageSession> {
  const client = await storage.client();
  const request = {
    parent: `projects/${storage.project}`,
    readSession: {
      table: `projects/${projectId}/datasets/${datasetId}/tables/${tableId}`,
      dataFormat: 'ARROW' as const,
    },
    maxStreamCount: 1,
  };
  const [session] = await pRetry(
    () => untilAborted(client.createReadSession(request, { timeout: TIMEOUT_MS, retry: null }), signal),
    {
      retries: RETRIES,
      minTimeout: FIRST_PAUSE_MS,
      signal,
      shouldRetry: ({ error }) => kindOf(error) === 'transient',
    },
  );
  const [stream] = session.streams ?? [];
  const schema = session.arrowSchema?.serializedSchema;
  if (!stream?.name || !(schema instanceof Uint8Array)) throw new Error('The Storage API gave no stream.');
  return { stream: stream.name, schema };
}

/** The promise, or the reason of the abort; what comes of it afterwards is no matter. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
