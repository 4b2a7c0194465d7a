import type { DuckDBConnection } from '@duckdb/node-api';
import { allRows } from '../../src/source/all-rows.ts';
import type { Driver, DriverErrorKind } from '../../src/source/driver.ts';
import { labelled } from '../../src/source/labelled.ts';
import { fileToken } from '../file-token.ts';
import { duckdbDialect } from './dialect.ts';
import { openFile } from './file.ts';
import { duckdbPins } from './pins.ts';
import { bound, interruptible, rendered, rows, typesOf } from './query.ts';
import { splitReference } from './reference.ts';
import type { DuckdbSettings } from './settings.ts';

/** Opens the file read-only; one transaction, and so one moment, until `close` or until a pin is written. */
export async function openDuckdb(file: string, settings: DuckdbSettings): Promise<Driver> {
  const token = await fileToken(
    [
      [file, 'ctimeNs'],
      [`${file}.wal`, 'ctimeNs'],
    ],
    BigInt(Date.now()) * 1_000_000n,
  );
  const opened = await openFile(file, settings);

  return {
    moment: async () => undefined,
    version: async (call) => {
      const [row] = await allRows(rows(await opened.reading(), 'SELECT version()', [], call));
      return row?.[0] ?? '';
    },
    columns: async (table, call) => {
      const { text, values } = rendered(duckdbDialect.table(table, undefined));
      const query = `DESCRIBE SELECT * FROM ${text}`;
      const described = await allRows(rows(await opened.reading(), query, values, call));
      return described.map((row) => ({ name: row[0] ?? '', native: row[1] ?? '' }));
    },
    async *rows(query, call) {
      const { text, values } = rendered(query);
      yield* rows(await opened.reading(), text, values, call);
    },
    extract: async (query, target, call) => {
      const { text, values } = rendered(query);
      const copy = `COPY (${text}) TO ${duckdbDialect.literal(target)} (FORMAT parquet, COMPRESSION zstd)`;
      const connection = await opened.reading();
      await interruptible(connection, call, () =>
        connection.run(labelled(copy, call), bound(values), typesOf(values)),
      );
      return { format: 'parquet' };
    },
    changeToken: async (table) => ((await isTable(await opened.reading(), table)) ? token : undefined),
    pins: settings.pins && duckdbPins(settings.pins.schema, opened),
    pinsAreFiltered: true,
    close: () => opened.close(),
  };
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
