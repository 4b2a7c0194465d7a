import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ReferenceValue } from '../../src/digest/canonical-text.ts';
import { openSource } from '../../src/main/connectors.ts';
import { queryDuckdb, updateDuckdb } from '../support/duckdb-file.ts';
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

/** DuckDB's expression for a value that is loaded as text. */
const FROM_TEXT: Readonly<Record<string, (placeholder: string) => string>> = {
  bytes: (p) => `unhex(${p})`,
  date: (p) => `DATE '1970-01-01' + CAST(${p} AS INTEGER)`,
  timestamp: (p) => `make_timestamp(CAST(${p} AS BIGINT))`,
  timestamptz: (p) => `make_timestamptz(CAST(${p} AS BIGINT))`,
  time: (p) => `TIME '00:00:00' + to_microseconds(CAST(${p} AS BIGINT))`,
};

const PINS = 'tidemark_pins';

/** A DuckDB file that tests write, and that the connector reads. */
export async function duckdbFixture(): Promise<Fixture> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tidemark-duckdb-fixture-'));
  const file = path.join(folder, 'warehouse.duckdb');
  const settings = { type: 'duckdb' as const, path: file, memoryLimit: '500MB', pins: { schema: PINS } };
  return {
    settings,
    source: await openSource('test', settings, { folder }),
    create: (table, columns, rows) => create(file, table, columns, rows),
    change: (statement) => updateDuckdb(file, statement),
    pinsLater: true,
    ask: (query) => queryDuckdb(file, query),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function create(file: string, table: string, columns: readonly TestColumn[], rows: readonly TestRow[]) {
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  const declared = columns.map((c) => `${quoted(c.name)} ${NATIVE[c.type] ?? c.type}`);
  const values = columns.map(
    (c, i) => FROM_TEXT[c.type]?.(`c${i}`) ?? `CAST(c${i} AS ${NATIVE[c.type] ?? c.type})`,
  );
  const texts = columns.map((_, i) => `c${i}: 'VARCHAR'`).join(', ');
  const lines = rows.map((row) =>
    JSON.stringify(Object.fromEntries(row.map((v, i) => [`c${i}`, asText(v)]))),
  );
  const data = `${file}.${table}.ndjson`;
  await writeFile(data, lines.join('\n'));
  await updateDuckdb(
    file,
    `CREATE TABLE ${quoted(table)} (${declared.join(', ')})`,
    `INSERT INTO ${quoted(table)} SELECT ${values.join(', ')}
     FROM read_json('${data}', format = 'newline_delimited', columns = {${texts}})`,
  );
}

function asText(value: ReferenceValue): string | null {
  if (value === null) return null;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Object.is(value, -0)) return '-0';
  return String(value);
}
