import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BIGINT, BOOLEAN, type DuckDBConnection, DuckDBInstance, VARCHAR } from '@duckdb/node-api';
import { throwIfCancelled } from '../../src/base/cancelled.ts';
import { TidemarkError } from '../../src/base/errors.ts';
import { allRows } from '../../src/source/all-rows.ts';
import type { Call, Driver, DriverErrorKind, Row } from '../../src/source/driver.ts';
import { labelled } from '../../src/source/labelled.ts';
import { printSql, type Sql, type SqlValue } from '../../src/source/sql.ts';
import { valueErrorIn } from '../../src/source/value-error.ts';
import { fileToken } from '../file-token.ts';
import { duckdbDialect } from './dialect.ts';
import { splitReference } from './reference.ts';
import type { DuckdbSettings } from './settings.ts';

/** Opens the file read-only; one transaction, and so one moment, until `close`. */
export async function openDuckdb(file: string, settings: DuckdbSettings): Promise<Driver> {
  const token = await fileToken(
    [
      [file, 'ctimeNs'],
      [`${file}.wal`, 'ctimeNs'],
    ],
    BigInt(Date.now()) * 1_000_000n,
  );
  const spill = path.join(tmpdir(), `tidemark-duckdb-${randomUUID()}`);
  const instance = await DuckDBInstance.create(file, {
    access_mode: 'READ_ONLY',
    memory_limit: settings.memoryLimit,
    temp_directory: spill,
    ...(settings.threads === undefined ? {} : { threads: String(settings.threads) }),
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  await preferBuiltIns(connection);
  await connection.run('BEGIN TRANSACTION');

  return {
    moment: async () => undefined,
    version: async (call) => {
      const [row] = await allRows(rows(connection, 'SELECT version()', [], call));
      return row?.[0] ?? '';
    },
    columns: async (table, call) => {
      const { text, values } = rendered(duckdbDialect.table(table, undefined));
      const described = await allRows(rows(connection, `DESCRIBE SELECT * FROM ${text}`, values, call));
      return described.map((row) => ({ name: row[0] ?? '', native: row[1] ?? '' }));
    },
    rows: (query, call) => {
      const { text, values } = rendered(query);
      return rows(connection, text, values, call);
    },
    extract: async (query, target, call) => {
      const { text, values } = rendered(query);
      const copy = `COPY (${text}) TO ${duckdbDialect.literal(target)} (FORMAT parquet, COMPRESSION zstd)`;
      await interruptible(connection, call, () =>
        connection.run(labelled(copy, call), bound(values), typesOf(values)),
      );
    },
    changeToken: async (table) => ((await isTable(connection, table)) ? token : undefined),
    close: async () => {
      connection.closeSync();
      instance.closeSync();
      await rm(spill, { recursive: true, force: true });
    },
  };
}

/** A macro in the database may be called like a function of DuckDB's; digests must be by DuckDB's own. */
async function preferBuiltIns(connection: DuckDBConnection): Promise<void> {
  const result = await connection.runAndReadAll('SELECT current_database()');
  const database = String(result.getRows()[0]?.[0]).replaceAll('"', '""');
  await connection.run(`SET search_path = ${duckdbDialect.literal(`system.main,"${database}".main`)}`);
}

/** Whether it is a table of the file itself: a view may read what lies elsewhere. */
async function isTable(connection: DuckDBConnection, reference: string): Promise<boolean> {
  const name = splitReference(reference).at(-1) ?? '';
  const result = await connection.runAndReadAll(
    'SELECT count(*) FILTER (table_type <> $1) = 0 AND count(*) > 0 FROM information_schema.tables WHERE lower(table_name) = lower($2)',
    ['BASE TABLE', name],
  );
  return result.getRows()[0]?.[0] === true;
}

/** What DuckDB's message says one can do. */
export function kindOf(error: unknown): DriverErrorKind {
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith('INTERRUPT')) return 'cancelled';
  if (/^Catalog Error: (Table|Schema|Catalog) .*does not exist|database does not exist|ENOENT/.test(message))
    return 'missing';
  if (/Could not set lock/.test(message)) return 'transient';
  if (/Permission denied|EACCES/.test(message)) return 'denied';
  if (
    /Parser Error|^(Binder|Catalog|Conversion|Invalid Input|Out of Range) Error|not a valid DuckDB database/.test(
      message,
    )
  ) {
    return 'invalid';
  }
  return 'unknown';
}

async function* rows(
  connection: DuckDBConnection,
  text: string,
  values: readonly SqlValue[],
  call: Call,
): AsyncGenerator<readonly Row[]> {
  const result = await interruptible(connection, call, () =>
    connection.stream(labelled(text, call), bound(values), typesOf(values)),
  );
  for (;;) {
    const chunk = await interruptible(connection, call, () => result.fetchChunk());
    if (!chunk || chunk.rowCount === 0) return;
    yield chunk.getRows().map((row) => row.map((v) => (v === null ? null : String(v))));
  }
}

/** Ends the query when the signal aborts, and gives the query's own error, or that it was cancelled. */
async function interruptible<T>(
  connection: DuckDBConnection,
  call: Call,
  work: () => Promise<T>,
): Promise<T> {
  const stop = () => connection.interrupt();
  throwIfCancelled(call.signal, call.label);
  call.signal.addEventListener('abort', stop, { once: true });
  try {
    return await work();
  } catch (error) {
    throwIfCancelled(call.signal, call.label);
    if (error instanceof Error && error.message.startsWith('Out of Memory')) {
      const hint = 'Give it more: memoryLimit, in the source’s settings.';
      throw new TidemarkError(
        'source-failed',
        `DuckDB’s memory limit was too small for ${call.label}. ${hint}`,
        { cause: error },
      );
    }
    throw valueErrorIn(error);
  } finally {
    call.signal.removeEventListener('abort', stop);
  }
}

function rendered(query: Sql): { text: string; values: readonly SqlValue[] } {
  return { text: printSql(query, (_, index) => `$${index + 1}`), values: query.values };
}

function bound(values: readonly SqlValue[]): SqlValue[] {
  return [...values];
}

function typesOf(values: readonly SqlValue[]) {
  return values.map((v) => (typeof v === 'bigint' ? BIGINT : typeof v === 'boolean' ? BOOLEAN : VARCHAR));
}
