import type { Connection } from 'mysql2';
import { throwIfCancelled } from '../../src/base/cancelled.ts';
import { TidemarkError } from '../../src/base/errors.ts';
import { inBatches } from '../../src/source/batches.ts';
import type { Call, Row } from '../../src/source/driver.ts';
import { labelled } from '../../src/source/labelled.ts';
import { valueErrorIn } from '../../src/source/value-error.ts';
import { AS_TEXT, ask, hangUp, throwIfLost } from './connection.ts';

/** Rows that wait here while a batch is being used; then the socket is no longer read, and the server waits. */
const BUFFERED_ROWS = 256;

/**
 * The rows as they come. Ending the loop, or aborting the signal, ends the query in the server and leaves the
 * connection fit for the next one.
 * @param kill ends the connection's query, by another connection
 */
export async function* streamRows(
  connection: Connection,
  sql: string,
  call: Call,
  kill: () => Promise<void>,
): AsyncGenerator<readonly Row[]> {
  throwIfCancelled(call.signal, call.label);
  throwIfLost(connection);
  const query = connection.query({ sql: labelled(sql, call), ...AS_TEXT });
  const stream = query.stream({ highWaterMark: BUFFERED_ROWS });
  let ended = false;
  let onEnd = (_error?: Error) => {};
  const end = new Promise<void>((resolve) => {
    onEnd = (error?: Error) => {
      ended = true;
      if (error) stream.destroy(error);
      resolve();
    };
  });
  query.once('end', () => onEnd()).once('error', onEnd);
  connection.once('error', onEnd);
  let killing: Promise<void> | undefined;
  const endQuery = () => {
    // No connection to be had, for there are too many: hanging up is the other way, and costs this one.
    killing ??= kill().catch(() => {
      hangUp(connection);
      onEnd();
    });
  };
  const stop = () => {
    endQuery();
    stream.destroy(new Error('cancelled'));
  };
  call.signal.addEventListener('abort', stop, { once: true });
  try {
    yield* inBatches(stream);
    await failOnWarning(connection);
  } catch (error) {
    throwIfCancelled(call.signal, call.label);
    // The server quotes the sum that ran over, and with it the text.
    throw valueErrorIn(error, /'.*$/s);
  } finally {
    call.signal.removeEventListener('abort', stop);
    connection.off('error', onEnd);
    stream.destroy();
    if (!ended) endQuery();
    if (killing) {
      await Promise.all([killing, end]);
      // A kill that came too late would end the next query; this one may have it.
      await ask(connection, 'DO 0').catch(() => {});
    }
  }
}

/**
 * Warnings that a value was changed or lost: cut off, out of range, not of the type, not in the character set,
 * divided by zero, longer than max_allowed_packet. In a SELECT both servers go on with another value, which must not reach a digest.
 */
const CHANGED = new Set([
  '1105',
  '1264',
  '1265',
  '1292',
  '1300',
  '1301',
  '1365',
  '1366',
  '1411',
  '1441',
  '1916',
  '1917',
  '1918',
  '1977',
]);

async function failOnWarning(connection: Connection): Promise<void> {
  const shown = await ask(connection, 'SHOW WARNINGS');
  if (shown.length === 0) return;
  const [[total] = []] = await ask(connection, 'SHOW COUNT(*) WARNINGS');
  // Of more than the server keeps, the others may have been of any kind.
  const forgotten =
    String(shown.length) === total ? [] : [[null, '…', `${total} in all, most of them forgotten`]];
  const [, code, message] =
    [...shown, ...forgotten].find((row) => CHANGED.has(row[1] ?? '') || row[1] === '…') ?? [];
  if (code === undefined) return;
  throw new TidemarkError(
    'value-unsupported',
    `A value does not fit what the dataset makes of it or, in its "where", compares it with (warning ${code}: ` +
      `${message}). Correct it, cast the column to another type, or leave it out.`,
  );
}
