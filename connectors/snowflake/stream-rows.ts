import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, RowStatement } from 'snowflake-sdk';
import { throwIfCancelled } from '../../src/base/cancelled.ts';
import { inBatches } from '../../src/source/batches.ts';
import type { Call, Row } from '../../src/source/driver.ts';
import { labelled } from '../../src/source/labelled.ts';
import { valueErrorIn } from '../../src/source/value-error.ts';
import { failureOf, historyError } from './errors.ts';

/** The longest tag that Snowflake takes. */
const TAG_LENGTH = 2000;
/** Between two requests to end a query: the first may come before the query is known. */
const PAUSE_MS = 1000;

/**
 * The rows as they are fetched, chunk by chunk. Aborting the signal ends the query in Snowflake; once there is a first
 * row, the query itself is done, and what remains is to fetch no more of its result.
 */
export async function* streamRows(
  connection: Connection,
  text: string,
  call: Call,
): AsyncGenerator<readonly Row[]> {
  throwIfCancelled(call.signal, call.label);
  try {
    const statement = await executed(connection, text, call);
    throwIfCancelled(call.signal, call.label);
    const stream = statement.streamRows();
    // What goes wrong after the loop was left concerns nobody.
    stream.on('error', () => {});
    const stop = () => stream.destroy(new Error('cancelled'));
    call.signal.addEventListener('abort', stop, { once: true });
    try {
      yield* inBatches(stream);
    } finally {
      call.signal.removeEventListener('abort', stop);
      stream.destroy();
    }
  } catch (error) {
    throwIfCancelled(call.signal, call.label);
    throw valueErrorIn(historyError(failureOf(error)), /' is not recognized.*$/s);
  }
}

/** The statement when its result is there. Where the call is aborted, when the query has ended. */
async function executed(connection: Connection, text: string, call: Call): Promise<RowStatement> {
  const state: { ended: boolean; statement?: RowStatement } = { ended: false };
  const cancel = async () => {
    while (!state.ended) {
      state.statement?.cancel(() => {});
      await sleep(PAUSE_MS);
    }
  };
  const onAbort = () => void cancel();
  call.signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await new Promise<RowStatement>((resolve, reject) => {
      state.statement = connection.execute({
        sqlText: labelled(text, call),
        streamResult: true,
        rowMode: 'array',
        // Numbers as text, where a query of ours does not make them text itself.
        fetchAsString: ['Number', 'Boolean', 'Date', 'JSON', 'Buffer'],
        parameters: { QUERY_TAG: call.label.slice(0, TAG_LENGTH) },
        complete: (error, done) => (error ? reject(error) : resolve(done)),
      });
    });
  } finally {
    state.ended = true;
    call.signal.removeEventListener('abort', onAbort);
  }
}
