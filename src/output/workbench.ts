import { type DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api';
import { throwIfCancelled } from '../base/cancelled.ts';
import { TidemarkError } from '../base/errors.ts';

/** An embedded DuckDB that turns rows on their way out into files; it holds no data of its own. */
export interface Workbench {
  /** @throws output-failed, without what DuckDB quotes of the rows */
  run(statement: string): Promise<void>;
  /** The rows of a query whose columns are all text. @throws output-failed, as above */
  rows(statement: string): Promise<(string | null)[][]>;
  /** The rows of a query as they come, in DuckDB's own form. @throws output-failed, as above */
  chunks(statement: string): AsyncIterable<DuckDBDataChunk>;
  close(): void;
}

export interface WorkbenchOptions {
  /** Folder for what does not fit into memory. */
  readonly scratch: string;
  /** How many columns the widest table has. */
  readonly columns: number;
  /** What a narrow table may take, in MB. */
  readonly memory?: number;
  /** Ends the statement that runs. */
  readonly signal?: AbortSignal;
}

/** What a narrow table needs, and what every column needs beside it for its buffers, in MB. */
const MEMORY_MB = 150;
const COLUMN_MB = 1;

export async function openWorkbench({
  scratch,
  columns,
  memory,
  signal,
}: WorkbenchOptions): Promise<Workbench> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${(memory ?? MEMORY_MB) + COLUMN_MB * columns}MB`,
    temp_directory: scratch,
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  const translated = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (signal) throwIfCancelled(signal, 'writing the rows');
      throw failure(error);
    }
  };
  const stop = () => connection.interrupt();
  signal?.addEventListener('abort', stop, { once: true });
  return {
    run: async (statement) => {
      await translated(connection.run(statement));
    },
    rows: async (statement) => {
      const result = await translated(connection.runAndReadAll(statement));
      return result.getRows() as (string | null)[][];
    },
    async *chunks(statement) {
      const result = await translated(connection.stream(statement));
      for (;;) {
        const chunk = await translated(result.fetchChunk());
        if (!chunk || chunk.rowCount === 0) return;
        yield chunk;
      }
    },
    close: () => {
      signal?.removeEventListener('abort', stop);
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A path as a literal of DuckDB's SQL. */
export function pathLiteral(file: string): string {
  return `'${file.replaceAll("'", "''")}'`;
}

/**
 * A Parquet file as a FROM item of DuckDB's SQL. Left to itself, DuckDB takes a folder named `year=2020` on the way there for the value of a
 * column `year`, in place of the file's own.
 * @param options beside
 */
export function parquetRelation(file: string, options = ''): string {
  return `read_parquet(${pathLiteral(file)}, hive_partitioning = false${options})`;
}

/** The first line says what; those that follow quote the file, and with it the rows, which belong into no log. */
function failure(error: unknown): unknown {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  if (/No space left/.test(message)) return error;
  // DuckDB keeps to nine tenths of what is free, and calls it memory when that is used up.
  if (String(error).includes('max_temp_directory_size')) {
    return Object.assign(new Error('No space left for what lies between'), { code: 'ENOSPC' });
  }
  const said = message.replace(/ ?Original Line:.*$/, '');
  if (!said.startsWith('Out of Memory')) return new Error(`The rows could not be written as a file: ${said}`);
  return new TidemarkError(
    'output-failed',
    'The rows are too long to be written with the memory that a read takes: leave columns out (--columns), or read ' +
      'fewer rows at a time (--part, --fold, --sample).',
  );
}
