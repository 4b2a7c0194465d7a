import type { ClientConfig } from 'pg';
import { throwIfCancelled } from '../../src/base/cancelled.ts';
import { allRows } from '../../src/source/all-rows.ts';
import type { Call, Driver, Row } from '../../src/source/driver.ts';
import { labelled } from '../../src/source/labelled.ts';
import { printSql, type Sql, type SqlValue } from '../../src/source/sql.ts';
import { valueErrorIn } from '../../src/source/value-error.ts';
import { COLUMNS_QUERY } from './columns-query.ts';
import { inSchema } from './dialect.ts';
import { rowStream } from './row-stream.ts';
import { EPOCH_QUERY, ROW_VERSION } from './row-version.ts';
import { changedFiles, SAME_FILES_QUERY } from './same-files.ts';
import { cancelQuery, openSession, SAVEPOINT, type Session } from './session.ts';
import type { PostgresSettings } from './settings.ts';

/** One connection in one read-only transaction, and so one moment, until `close`. One query at a time. */
export async function openPostgres(config: ClientConfig, settings: PostgresSettings): Promise<Driver> {
  const session = await openSession(config, settings);
  const rows = (query: string, values: readonly SqlValue[], call: Call) =>
    streamed(config, session, query, values, call);
  const nameOf = (table: string) => inSchema(settings.schema).table(table, undefined).texts.join('');
  const looked = new Set<string>();
  const requireMoment = async (call: Call) => {
    for (const name of looked) {
      const [row] = await allRows(rows(SAME_FILES_QUERY, [name], call));
      if (row?.[0] !== 'true') throw changedFiles(name);
    }
  };
  /** Locks the table, so that from here on its rows are those of the moment. */
  const look = async (name: string, call: Call) => {
    await allRows(rows(`SELECT FROM ${name} LIMIT 0`, [], call));
    looked.add(name);
    await requireMoment(call);
  };
  return {
    moment: async () => undefined,
    version: async (call) => {
      const [row] = await allRows(rows('SHOW server_version', [], call));
      return row?.[0] ?? '';
    },
    columns: async (table, call) => {
      const found = await allRows(rows(COLUMNS_QUERY, [nameOf(table)], call));
      await look(nameOf(table), call);
      return found.map((row) => ({ name: row[0] ?? '', native: row[1] ?? '' }));
    },
    async *rows(query, call) {
      yield* rows(rendered(query), query.values, call);
      await requireMoment(call);
    },
    changeToken: async () => undefined,
    hint: async (table, call) => {
      await look(nameOf(table), call);
      const [found] = await allRows(rows(EPOCH_QUERY, [nameOf(table)], call));
      const [epoch] = found ?? [];
      return epoch ? { name: 'row versions', epoch, row: ROW_VERSION } : undefined;
    },
    close: async () => {
      await session.client.end().catch(() => undefined);
    },
  };
}

async function* streamed(
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
function rendered(query: Sql): string {
  return printSql(query, (value, index) => `$${index + 1}::${typeOf(value)}`);
}

function typeOf(value: SqlValue): string {
  if (typeof value === 'bigint') return 'bigint';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}
