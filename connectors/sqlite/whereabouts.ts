import type { Database } from 'better-sqlite3';
import { rawSql } from '../../src/source/raw-sql.ts';
import { join, printSql, sql } from '../../src/source/sql.ts';
import { splitReference, sqliteDialect } from './dialect.ts';
import { literal } from './literal.ts';
import type { RefusedValue } from './refused-value.ts';

const WAYS_OUT =
  'Correct it, leave the row out with the dataset’s "where", cast the column (columns.casts) or leave the column ' +
  'out (columns.exclude).';

/**
 * Where a refused value is: the first row that has it. Looked for only once there is one, so that scans need
 * not carry row ids along.
 * @param tables references, one of which holds the value
 */
export function whereabouts(db: Database, tables: readonly string[], refused: RefusedValue): string {
  for (const table of tables) {
    const row = rowOf(db, table, refused);
    if (row !== undefined) return `It is in table ${table}, ${row}. ${WAYS_OUT}`;
  }
  return WAYS_OUT;
}

function rowOf(db: Database, table: string, { expression, value }: RefusedValue): string | undefined {
  try {
    const keys = keysOf(db, table);
    const columns = keys.map(
      (key) => sql`quote(${key === 'rowid' ? rawSql(key) : sqliteDialect.identifier(key)})`,
    );
    const selected = join(columns.length === 0 ? [sql`1`] : columns, sql`, `);
    const from = sqliteDialect.table(table, undefined);
    const kind = typeof value === 'number' ? 'real' : typeof value === 'bigint' ? 'integer' : 'text';
    const type = Buffer.isBuffer(value) ? 'blob' : kind;
    const held = rawSql(`(${expression})`);
    const query = sql`SELECT ${selected} FROM ${from} WHERE typeof(${held}) = ${type} AND ${held} COLLATE BINARY IS `;
    const found = db
      .prepare<unknown[], unknown[]>(`${printSql(query, literal)}? LIMIT 1`)
      .raw()
      .get(value);
    if (!found) return undefined;
    if (keys.length === 0) return 'which has no row ids because it is a view';
    return `the row with ${keys.map((key, i) => `${key} ${String(found[i])}`).join(', ')}`;
  } catch {
    return undefined;
  }
}

/** `rowid`, or the key columns of a table without row ids; none for a view. */
function keysOf(db: Database, table: string): readonly string[] {
  const [name, schema = 'main'] = [...splitReference(table)].reverse();
  const listed = db
    .prepare<unknown[], { type: string; wr: number }>(
      'SELECT type, wr FROM pragma_table_list(?) WHERE schema = ?',
    )
    .get(name, schema);
  if (listed?.type === 'view') return [];
  const columns = db
    .prepare<unknown[], { name: string; pk: number }>('SELECT name, pk FROM pragma_table_xinfo(?, ?)')
    .all(name, schema);
  if (listed?.wr !== 1) return ['rowid'];
  return columns.filter((c) => c.pk > 0).map((c) => c.name);
}
