import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from './database.ts';
import type { Failure, Reply, Request } from './messages.ts';
import { RefusedText, RefusedValue } from './refused-value.ts';

/*
 * SQLite works in the thread that calls it, a long scan without a pause. In a thread of its own, the program's
 * timers go on meanwhile, and the scan looks at the shared `stop` for each row.
 */

let stop = new Int32Array(new SharedArrayBuffer(4));
const database = openDatabase(workerData.file, workerData.busyTimeout, () => {
  if (Atomics.load(stop, 0) !== 0) throw new Error('stopped');
});

parentPort?.on('message', ({ id, work, stop: shared }: Request) => {
  stop = new Int32Array(shared);
  let reply: Reply;
  try {
    reply = { id, answer: database.answer(work) };
  } catch (error) {
    reply = { id, failure: failureOf(error) };
  }
  parentPort?.postMessage(reply);
});

function failureOf(error: unknown): Failure {
  const refused = error instanceof RefusedValue || error instanceof RefusedText;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return { message: refused ? `${message}. ${database.whereabouts(error)}` : message, code, refused };
}
