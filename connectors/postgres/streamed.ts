import type { ClientConfig } from 'pg';
import { throwIfCancelled } from '../../src/base/cancelled.ts';
import type { Call, Row } from '../../src/source/driver.ts';
import { labelled } from '../../src/source/labelled.ts';
import { printSql, type Sql, type SqlValue } from '../../src/source/sql.ts';
import { valueErrorIn } from '../../src/source/value-error.ts';
import { postgresDialect } from './dialect.ts';
import { rowStream } from './row-stream.ts';
import { cancelQuery, SAVEPOINT, type Session } from './session.ts';

/** The rows as they come. What fails goes back to the savepoint, where there is one. */
export async function* streamed(
  config: ClientConfig,
  session: Session,
  text: string,
  values: readonly SqlValue[],
  call: Call,
): AsyncGenerator<readonly Row[]> {
  throwIfCancelled(call.signal, call.label);
  const stream = rowStream(
    labelled(text, call),
    values.map((v) => (v === null ? null : String(v))),
  );
  let cancelled: Promise<void> | undefined;
  const cancel = () => {
    cancelled ??= cancelQuery(config, session);
  };
  call.signal.addEventListener('abort', cancel, { once: true });
  let whole = false;
  try {
    session.client.query(stream.submittable);
    for (;;) {
      const batch = await stream.next();
      if (batch === undefined) break;
      yield batch;
      throwIfCancelled(call.signal, call.label);
    }
    whole = true;
  } catch (error) {
    throwIfCancelled(call.signal, call.label);
    // The server quotes the text that it could not cast.
    throw valueErrorIn(error, /"$/);
  } finally {
    call.signal.removeEventListener('abort', cancel);
    if (!whole && !stream.ended()) cancel();
    await stream.drain();
    await cancelled;
    if (!whole) await session.client.query(`ROLLBACK TO SAVEPOINT ${SAVEPOINT}`).catch(() => undefined);
  }
}

/** Each value with its type, which Postgres would else guess from where it stands. */
export function rendered(query: Sql): string {
  return printSql(query, (value, index) => `$${index + 1}::${typeOf(value)}`);
}

/** The same with the values in it, for statements that take no parameters. */
export function renderedPlain(query: Sql): string {
  return printSql(query, (value) => `${postgresDialect.literal(value)}::${typeOf(value)}`);
}

function typeOf(value: SqlValue): string {
  if (typeof value === 'bigint') return 'bigint';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}
