import { throwIfCancelled } from '../../src/base/cancelled.ts';
import { TidemarkError } from '../../src/base/errors.ts';
import type { Call, Driver, DriverErrorKind, Row } from '../../src/source/driver.ts';
import { labelled } from '../../src/source/labelled.ts';
import { printSql, type Sql } from '../../src/source/sql.ts';
import { fileToken } from '../file-token.ts';
import type { SqliteSettings } from './settings.ts';
import { startThread, type Thread, ThreadError } from './thread.ts';

/** Opens the file read-only; one read transaction, and so one moment, until `close`. */
export async function openSqlite(file: string, settings: SqliteSettings): Promise<Driver> {
  // SQLite, run by root, sets the owner of the files beside the database whenever it opens them.
  const token = await fileToken(
    [
      [file, 'ctimeNs'],
      [`${file}-wal`, 'mtimeNs'],
      [`${file}-journal`, 'mtimeNs'],
    ],
    BigInt(Date.now()) * 1_000_000n,
  );
  const thread = startThread(file, settings.busyTimeout);
  const opening: Call = { signal: new AbortController().signal, label: 'open' };
  try {
    await asked(opening, thread.ask({ do: 'open' }, opening.signal));
  } catch (error) {
    await thread.end();
    throw error;
  }
  let queries = 0;
  return {
    moment: async () => undefined,
    version: async (call) => {
      throwIfCancelled(call.signal, call.label);
      return asked(call, thread.ask({ do: 'version' }, call.signal));
    },
    columns: async (table, call) => {
      throwIfCancelled(call.signal, call.label);
      return asked(call, thread.ask({ do: 'columns', table }, call.signal));
    },
    rows: (query, call) => rows(thread, ++queries, query, call),
    changeToken: async () => token,
    async close() {
      await thread.ask({ do: 'close' }, opening.signal).catch(() => {});
      await thread.end();
    },
  };
}

/** What SQLite's result code says one can do. */
export function kindOf(error: unknown): DriverErrorKind {
  const code = error instanceof ThreadError ? (error.failure.code ?? '') : errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code)) return 'transient';
  if (code === 'ENOENT' || message.startsWith('no such table')) return 'missing';
  if (/^(EACCES|EPERM|SQLITE_(CANTOPEN|READONLY|PERM|AUTH|IOERR_ACCESS))/.test(code)) return 'denied';
  if (/^SQLITE_(ERROR|NOTADB|TOOBIG|RANGE|MISMATCH)/.test(code)) return 'invalid';
  return 'unknown';
}

async function* rows(thread: Thread, id: number, query: Sql, call: Call): AsyncGenerator<readonly Row[]> {
  const text = labelled(
    printSql(query, () => '?'),
    call,
  );
  throwIfCancelled(call.signal, call.label);
  await asked(call, thread.ask({ do: 'query', query: id, text, values: query.values }, call.signal));
  try {
    for (;;) {
      throwIfCancelled(call.signal, call.label);
      const batch = await asked(call, thread.ask({ do: 'next', query: id }, call.signal));
      if (batch === null) return;
      yield batch;
    }
  } finally {
    await thread.ask({ do: 'end', query: id }, new AbortController().signal).catch(() => {});
  }
}

/** The answer, or why there is none: that it was cancelled, a value that was refused, or SQLite's own error. */
async function asked<T>(call: Call, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throwIfCancelled(call.signal, call.label);
    if (!(error instanceof ThreadError) || !error.failure.refused) throw error;
    throw new TidemarkError('value-unsupported', error.message, { cause: error });
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
