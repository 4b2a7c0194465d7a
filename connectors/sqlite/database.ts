import Sqlite, { type Database } from 'better-sqlite3';
import { FULL_BATCH } from '../../src/source/batches.ts';
import type { NativeColumn } from '../../src/source/column.ts';
import type { Row } from '../../src/source/driver.ts';
import type { SqlValue } from '../../src/source/sql.ts';
import { registerFunctions } from './functions.ts';
import type { Answers, Work } from './messages.ts';
import { splitReference } from './reference.ts';
import type { RefusedText, RefusedValue } from './refused-value.ts';
import { UNTYPED } from './types.ts';
import { whereabouts } from './whereabouts.ts';

/** A batch ends with the row that reaches one of these. */

/** The file as the worker sees it: one read transaction, from `open` to `close`. */
export function openDatabase(file: string, busyTimeout: number, throwIfStopped: () => void) {
  let db: Database | undefined;
  const queries = new Map<number, Iterator<unknown[]>>();
  /** Tables that were asked for: what a refused value can be in. */
  const tables = new Set<string>();

  const work = {
    open(): null {
      db = begin(file, busyTimeout, throwIfStopped);
      return null;
    },
    version: () => String(opened().prepare('SELECT sqlite_version()').pluck().get()),
    columns(table: string) {
      const found = columnsOf(opened(), table);
      tables.add(table);
      return found;
    },
    query(id: number, text: string, values: readonly SqlValue[]): null {
      const bound = values.map((v) => (typeof v === 'boolean' ? BigInt(v) : v));
      const statement = opened().prepare<SqlValue[], unknown[]>(text).raw(true).safeIntegers(true);
      queries.set(id, statement.iterate(...bound));
      return null;
    },
    next(id: number): readonly Row[] | null {
      const batch: Row[] = [];
      let characters = 0;
      while (batch.length < FULL_BATCH.rows && characters < FULL_BATCH.characters) {
        throwIfStopped();
        const next = queries.get(id)?.next();
        if (!next || next.done) break;
        const row = next.value.map((v) => (v === null ? null : String(v)));
        for (const text of row) characters += text?.length ?? 0;
        batch.push(row);
      }
      return batch.length === 0 ? null : batch;
    },
    end(id: number): null {
      queries.get(id)?.return?.();
      queries.delete(id);
      return null;
    },
    close(): null {
      for (const id of queries.keys()) work.end(id);
      db?.close();
      return null;
    },
  };
  const opened = (): Database => {
    if (db) return db;
    throw new Error('the database is not open');
  };

  return {
    answer(request: Work): Answers[keyof Answers] {
      switch (request.do) {
        case 'columns':
          return work.columns(request.table);
        case 'query':
          return work.query(request.query, request.text, request.values);
        case 'next':
        case 'end':
          return work[request.do](request.query);
        case 'open':
        case 'version':
        case 'close':
          return work[request.do]();
      }
    },
    /** Which row the value is in, and what can be done. */
    whereabouts: (refused: RefusedValue | RefusedText) => whereabouts(opened(), [...tables], refused),
  };
}

/** A transaction sees the file as it is at its first read, so that comes at once. */
function begin(file: string, busyTimeout: number, throwIfStopped: () => void): Database {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: busyTimeout });
  try {
    registerFunctions(db, throwIfStopped);
    db.exec('BEGIN');
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Generated columns are among them; those that a virtual table hides are not. */
function columnsOf(db: Database, table: string): readonly NativeColumn[] {
  const [name, schema = 'main'] = splitReference(table).toReversed();
  const found = db
    .prepare<unknown[], { name: string; type: string }>(
      'SELECT name, type FROM pragma_table_xinfo(?, ?) WHERE hidden <> 1 ORDER BY cid',
    )
    .all(name, schema);
  if (found.length === 0) throw new Error(`no such table: ${table}`);
  return found.map((column) => ({ name: column.name, native: column.type === '' ? UNTYPED : column.type }));
}
