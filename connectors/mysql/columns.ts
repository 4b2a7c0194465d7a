import { TidemarkError } from '../../src/base/errors.ts';
import { allRows } from '../../src/source/all-rows.ts';
import type { NativeColumn } from '../../src/source/column.ts';
import type { Call, Driver } from '../../src/source/driver.ts';
import { sql } from '../../src/source/sql.ts';
import { tableSql } from './dialect.ts';
import { kindOf } from './error-kind.ts';
import { splitReference } from './reference.ts';

/**
 * What SELECT * gives; so without invisible columns, which a view can show. SHOW COLUMNS alone would leave
 * out those that the user may not read, and so give another dataset without a word.
 * @throws source-denied where a column may not be read; source-invalid for a table without transactions
 */
export async function columnsOf(
  rows: Driver['rows'],
  table: string,
  call: Call,
): Promise<readonly NativeColumn[]> {
  const name = tableSql(table);
  await allRows(rows(sql`SELECT * FROM ${name} LIMIT 0`, call)).catch((error: unknown) => {
    throw kindOf(error) === 'denied' ? denied(error) : error;
  });
  await requireTransactions(rows, table, call);
  const shown = await allRows(rows(sql`SHOW FULL COLUMNS FROM ${name}`, call));
  return shown
    .filter((row) => !/\bINVISIBLE\b/i.test(row[6] ?? ''))
    .map((row) => ({ name: row[0] ?? '', native: row[1] ?? '' }));
}

function denied(cause: unknown): TidemarkError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new TidemarkError(
    'source-denied',
    `${message}. If there is such a table, grant the user SELECT on the whole of it, or on a view of the columns that it may ` +
      'read: MySQL hides the others even by name, so that a dataset could not say what it leaves out.',
    { cause },
  );
}

/** In MyISAM, MEMORY and their like a transaction sees what others write meanwhile: no moment holds still. */
async function requireTransactions(rows: Driver['rows'], table: string, call: Call): Promise<void> {
  const names = splitReference(table);
  const schema = names.length > 1 ? sql`${names[0] ?? ''}` : sql`DATABASE()`;
  const [found] = await allRows(
    rows(
      sql`SELECT t.ENGINE FROM information_schema.TABLES t JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE WHERE t.TABLE_SCHEMA = ${schema} AND t.TABLE_NAME = ${names.at(-1) ?? ''} AND COALESCE(e.TRANSACTIONS, 'NO') <> 'YES'`,
      call,
    ),
  );
  if (!found) return;
  throw new TidemarkError(
    'source-invalid',
    `Table ${table} is kept by ${found[0]}, which has no transactions: what is written during a snapshot would be in ` +
      'some partitions and not in others. Convert it (ALTER TABLE … ENGINE=InnoDB).',
  );
}
