import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { formatMicros } from '../../src/base/instant.ts';
import type { ReferenceValue } from '../../src/digest/canonical-text.ts';
import { openSource } from '../../src/main/connectors.ts';
import type { Fixture, TestColumn, TestRow } from './fixture.ts';

const NATIVE: Readonly<Record<string, string>> = {
  int: 'BIGINT',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
  string: 'VARCHAR',
  bytes: 'BLOB',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  time: 'TIME',
  uuid: 'UUID',
};

const HOUR = 3_600_000_000n;

/** A SQLite file that tests write, and that the connector reads. */
export async function sqliteFixture(): Promise<Fixture> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tidemark-sqlite-fixture-'));
  const file = path.join(folder, 'warehouse.sqlite');
  const settings = { type: 'sqlite' as const, path: file, busyTimeout: 5000 };
  return {
    settings,
    source: await openSource('test', settings, { folder }),
    create: async (table, columns, rows) => withFile(file, (db) => create(db, table, columns, rows)),
    insert: async (table, columns, rows) => withFile(file, (db) => insert(db, table, columns, rows)),
    run: async (statement) => withFile(file, (db) => db.exec(statement)),
    holds: (_type, value) => !Number.isNaN(value),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** In WAL mode, in which a file can be written while somebody reads it. */
function withFile(file: string, work: (db: Sqlite.Database) => unknown): void {
  const db = new Sqlite(file);
  try {
    db.pragma('journal_mode = WAL');
    work(db);
  } finally {
    db.close();
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

function create(
  db: Sqlite.Database,
  table: string,
  columns: readonly TestColumn[],
  rows: readonly TestRow[],
): void {
  const declared = columns.map((c) => `${quoted(c.name)} ${native(c.type)}`);
  db.exec(`CREATE TABLE ${quoted(table)} (${declared.join(', ')})`);
  insert(db, table, columns, rows);
}

function insert(
  db: Sqlite.Database,
  table: string,
  columns: readonly TestColumn[],
  rows: readonly TestRow[],
): void {
  const statement = db.prepare(`INSERT INTO ${quoted(table)} VALUES (${columns.map(() => '?').join(', ')})`);
  db.transaction(() => {
    rows.forEach((row, i) => statement.run(row.map((value, c) => stored(value, columns[c]?.type ?? '', i))));
  })();
}

/** SQLite keeps no more than 15 digits of what stands in a column that it takes for numeric. */
function native(type: string): string {
  const precision = Number(/^decimal\((\d+)/.exec(type)?.[1] ?? 0);
  return precision > 15 ? type.replace('decimal', 'DECIMAL_TEXT') : (NATIVE[type] ?? type);
}

/** Points in time are written in one of several ways, by the row. */
function stored(value: ReferenceValue, type: string, row: number): unknown {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value !== 'bigint' || type === 'int') return value;
  if (type === 'date') return formatMicros(value * 24n * HOUR).slice(0, 10);
  if (type === 'time') return formatMicros(value).slice(11, -1);
  const iso = formatMicros(value);
  const plain = iso.slice(0, -1).replace('T', ' ');
  const shifted = type === 'timestamptz' && value < 250_000_000_000_000_000n;
  const ways = [
    iso,
    plain,
    iso.slice(0, -1),
    shifted ? formatMicros(value + 2n * HOUR).replace('Z', '+02:00') : iso,
  ];
  return ways[row % ways.length];
}
