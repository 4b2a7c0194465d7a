import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { TidemarkError } from '../../src/base/errors.ts';
import { duckdbDialect } from './dialect.ts';
import type { DuckdbSettings } from './settings.ts';

/** A database file, which this process has open at most once: a second opening would not be told of the first. */
export interface DuckdbFile {
  /** In one transaction, and so at one moment; after a `write` at another one. */
  reading(): Promise<DuckDBConnection>;
  /** Gives the reading connection up, and works with one that may write, while nobody else has the file open. */
  write<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface Opened {
  readonly connection: DuckDBConnection;
  close(): void;
}

/** Opens it to read. */
export async function openFile(file: string, settings: DuckdbSettings): Promise<DuckdbFile> {
  const spill = path.join(tmpdir(), `tidemark-duckdb-${randomUUID()}`);
  const open = async (mode: 'READ_ONLY' | 'READ_WRITE'): Promise<Opened> => {
    const instance = await DuckDBInstance.create(file, {
      access_mode: mode,
      memory_limit: settings.memoryLimit,
      temp_directory: spill,
      ...(settings.threads === undefined ? {} : { threads: String(settings.threads) }),
    });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    await preferBuiltIns(connection);
    return {
      connection,
      close: () => {
        connection.closeSync();
        instance.closeSync();
      },
    };
  };
  const toRead = async () => {
    const opened = await open('READ_ONLY');
    await opened.connection.run('BEGIN TRANSACTION');
    return opened;
  };
  let reading: Opened | undefined = await toRead();
  const giveUp = () => {
    reading?.close();
    reading = undefined;
  };

  return {
    reading: async () => {
      reading ??= await toRead();
      return reading.connection;
    },
    write: async (work) => {
      giveUp();
      const writing = await open('READ_WRITE').catch((error: unknown) => {
        throw unwritable(file, error);
      });
      try {
        return await work(writing.connection);
      } finally {
        writing.close();
      }
    },
    close: async () => {
      giveUp();
      await rm(spill, { recursive: true, force: true });
    },
  };
}

/**
 * A macro in the database may be called like a function of DuckDB's; digests must be by DuckDB's own. A name with a
 * schema is found only where its schema is on the path too.
 */
export async function preferBuiltIns(connection: DuckDBConnection): Promise<void> {
  const database = await databaseOf(connection);
  const result = await connection.runAndReadAll(
    "SELECT schema_name FROM duckdb_schemas() WHERE database_name = $1 AND NOT internal AND schema_name <> 'main' ORDER BY schema_name",
    [database],
  );
  const schemas = ['main', ...result.getRows().map((row) => String(row[0]))];
  const places = ['system.main', ...schemas.map((schema) => `${quoted(database)}.${quoted(schema)}`)];
  await connection.run(`SET search_path = ${duckdbDialect.literal(places.join(','))}`);
}

/** The database's name, which is the file's; with the path set, DuckDB takes another for the current one. */
export async function databaseOf(connection: DuckDBConnection): Promise<string> {
  const result = await connection.runAndReadAll(
    'SELECT database_name FROM duckdb_databases() WHERE NOT internal',
  );
  return String(result.getRows()[0]?.[0]);
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Why the file cannot be opened to write, and what to do about it. */
function unwritable(file: string, error: unknown): unknown {
  const message = error instanceof Error ? error.message : String(error);
  if (/Could not set lock/.test(message)) {
    const holder = /PID (\d+)/.exec(message)?.[1];
    const who = holder === undefined ? 'another process' : `process ${holder}`;
    return new TidemarkError(
      'source-unavailable',
      `A pin is written into ${file}, but ${who} has the file open. DuckDB lets nobody else read while somebody writes: close it ` +
        'there, or wait until it is done, and run it again.',
      { cause: error },
    );
  }
  if (/Permission denied|EACCES|read-only/i.test(message)) {
    return new TidemarkError(
      'source-denied',
      `A pin is written into ${file}, but the file may only be read. Give the user who runs Tidemark the right to write to it ` +
        'and to its folder.',
      { cause: error },
    );
  }
  return error;
}
