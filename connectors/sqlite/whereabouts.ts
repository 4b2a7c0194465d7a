import type { Database } from 'better-sqlite3';
import { rawSql } from '../../src/source/raw-sql.ts';
import { join, printSql, type Sql, sql } from '../../src/source/sql.ts';
import { sqliteDialect } from './dialect.ts';
import { literal } from './literal.ts';
import { splitReference } from './reference.ts';
import { type RefusedText, RefusedValue, type SqliteValue } from './refused-value.ts';

const WAYS_OUT =
  'Correct it, leave the row out with the dataset’s "where", cast the column (columns.casts) or leave the column ' +
  'out (columns.exclude).';

/**
 * Where a refused value is: the first row that has it. Looked for only once there is one, so that scans need
 * not carry row ids along.
 * @param tables references, one of which holds the value
 */
export function whereabouts(
  db: Database,
  tables: readonly string[],
  refused: RefusedValue | RefusedText,
): string {
  for (const table of tables) {
    try {
      const found = refused instanceof RefusedValue ? rowOf(db, table, refused) : tornText(db, table);
      if (found !== undefined) return `It is in table ${table}, ${found}. ${WAYS_OUT}`;
    } catch {
      // The expression is of another table, and this one lacks its columns.
    }
  }
  return WAYS_OUT;
}

function rowOf(db: Database, table: string, { expression, value }: RefusedValue): string | undefined {
  const held = rawSql(`(${expression})`);
  const type = Buffer.isBuffer(value) ? 'blob' : (SQLITE_TYPES[typeof value] ?? 'null');
  return firstRow(db, table, sql`typeof(${held}) = ${type} AND ${held} COLLATE BINARY IS`, value);
}

const SQLITE_TYPES: Readonly<Record<string, string>> = { string: 'text', bigint: 'integer', number: 'real' };

function tornText(db: Database, table: string): string | undefined {
  for (const { name } of columnsOf(db, table)) {
    const column = sqliteDialect.identifier(name);
    const torn = sql`typeof(${column}) = 'text' AND tidemark_is_utf8(CAST(${column} AS BLOB)) IS`;
    const row = firstRow(db, table, torn, 0n);
    if (row !== undefined) return `column "${name}", ${row}`;
  }
  return undefined;
}

/** @param condition ends where the value goes */
function firstRow(db: Database, table: string, condition: Sql, value: SqliteValue): string | undefined {
  const keys = keysOf(db, table);
  const selected = keys.map(({ name, sql: key }) => sql`${name}, quote(${key})`);
  const query = sql`SELECT ${join([sql`1`, ...selected], sql`, `)} FROM ${sqliteDialect.table(table, undefined)} WHERE ${condition}`;
  const found = db
    .prepare<unknown[], unknown[]>(`${printSql(query, literal)} ? LIMIT 1`)
    .raw()
    .get(value);
  if (!found) return undefined;
  if (keys.length === 0) return 'a view, whose rows have no ids';
  return `the row with ${keys.map(({ name }, i) => `${name} ${String(found[2 * i + 2])}`).join(', ')}`;
}

/** `rowid`, or the key columns of a table without row ids; none for a view. */
function keysOf(db: Database, table: string): readonly { readonly name: string; readonly sql: Sql }[] {
  const [name, schema = 'main'] = splitReference(table).toReversed();
  const listed = db
    .prepare<unknown[], { type: string; wr: number }>(
      'SELECT type, wr FROM pragma_table_list(?) WHERE schema = ?',
    )
    .get(name, schema);
  if (listed?.type === 'view') return [];
  if (listed?.wr !== 1) return [{ name: 'rowid', sql: rawSql('rowid') }];
  const keys = columnsOf(db, table).filter((c) => c.pk > 0);
  return keys.map((key) => ({ name: key.name, sql: sqliteDialect.identifier(key.name) }));
}

function columnsOf(db: Database, table: string): readonly { readonly name: string; readonly pk: number }[] {
  const [name, schema = 'main'] = splitReference(table).toReversed();
  return db
    .prepare<unknown[], { name: string; pk: number }>('SELECT name, pk FROM pragma_table_xinfo(?, ?)')
    .all(name, schema);
}
