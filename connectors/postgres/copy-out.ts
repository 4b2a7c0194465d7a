import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientConfig } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { throwIfCancelled } from '../../src/base/cancelled.ts';
import type { Call } from '../../src/source/driver.ts';
import { labelled } from '../../src/source/labelled.ts';
import { type Extracted, NULL_MARK } from '../../src/source/piece.ts';
import { valueErrorIn } from '../../src/source/value-error.ts';
import { quotedText } from './quote.ts';
import { cancelQuery, SAVEPOINT, type Session } from './session.ts';

const [QUOTE, LINE_END] = [0x22, 0x0a];

/**
 * Writes the rows of a query as a text piece by COPY, without a look at any value on the way. What fails goes back to the savepoint.
 * @param query without parameters, which COPY does not take
 */
export async function copyOut(
  config: ClientConfig,
  session: Session,
  query: string,
  target: string,
  call: Call,
): Promise<Extracted> {
  throwIfCancelled(call.signal, call.label);
  const options = `FORMAT csv, FORCE_QUOTE *, NULL ${quotedText(NULL_MARK)}`;
  const stream = copyTo(labelled(`COPY (${query}) TO STDOUT (${options})`, call));
  const lines = longestLine();
  let cancelled: Promise<void> | undefined;
  const cancel = () => {
    cancelled ??= cancelQuery(config, session);
  };
  call.signal.addEventListener('abort', cancel, { once: true });
  try {
    await pipeline(session.client.query(stream), lines.passing, createWriteStream(target));
    return { format: 'text', rows: lines.count(), longestLine: lines.longest() };
  } catch (error) {
    // The server goes on sending what nobody reads any more.
    cancel();
    await cancelled;
    await session.client.query(`ROLLBACK TO SAVEPOINT ${SAVEPOINT}`).catch(() => undefined);
    throwIfCancelled(call.signal, call.label);
    throw valueErrorIn(error, /"$/);
  } finally {
    call.signal.removeEventListener('abort', cancel);
  }
}

/** Passes bytes on, and counts the lines that do not end within quotes. */
function longestLine() {
  let [rows, longest, length, quoted] = [0n, 0, 0, false];
  const passing = new Transform({
    transform(bytes: Buffer, _, done) {
      for (let i = 0; i < bytes.length; i++) {
        const byte = bytes[i];
        length++;
        if (byte === QUOTE) quoted = !quoted;
        else if (byte === LINE_END && !quoted) {
          rows++;
          if (length > longest) longest = length;
          length = 0;
        }
      }
      done(null, bytes);
    },
  });
  return { passing, count: () => rows, longest: () => longest };
}
