import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { duckdbDialect } from '../../connectors/duckdb/dialect.ts';
import { sha256 } from '../../src/base/sha256.ts';
import { canonicalText } from '../../src/digest/canonical-text.ts';
import { pieceRelation } from '../../src/output/piece-relation.ts';
import { writePieces } from '../../src/output/write-pieces.ts';
import { writePiece } from '../../src/read/write-piece.ts';
import type { Column } from '../../src/source/column.ts';
import type { Driver, Row } from '../../src/source/driver.ts';
import { printSql, sql } from '../../src/source/sql.ts';
import { EDGE_VALUES } from '../conformance/edge-values.ts';
import { typeName } from '../conformance/fixture.ts';
import { queryDuckdb } from '../support/duckdb-file.ts';
import { tempFolder } from '../support/temp-folder.ts';

const DUCKDB: Readonly<Record<string, string>> = {
  int: 'BIGINT',
  string: 'VARCHAR',
  bytes: 'BLOB',
  double: 'DOUBLE',
};

/** An engine whose rows leave as text: a driver that has them already. */
function textDriver(rows: readonly Row[]): Driver {
  return {
    moment: async () => undefined,
    version: async () => 'test',
    columns: async () => [],
    async *rows() {
      for (let i = 0; i < rows.length; i += 3) yield rows.slice(i, i + 3);
    },
    changeToken: async () => undefined,
    close: async () => {},
  };
}

test.each(Object.keys(EDGE_VALUES))('%s survives the way out as text', async (type) => {
  const name = typeName({ name: 'v', type });
  const values = [...(EDGE_VALUES[type] ?? []), null];
  const file = type.startsWith('decimal') ? type.toUpperCase() : undefined;
  const column: Column = { name: 'v', source: 'v', type: { name, native: type, ...(file ? { file } : {}) } };
  const exported = values.map(
    (value): Row => [value === null ? null : name === 'string' ? String(value) : canonicalText(value, name)],
  );
  const call = { signal: new AbortController().signal, label: 'test' };
  const piece = await writePiece(textDriver(exported), sql`SELECT 1`, tempFolder(), 'piece', call);
  expect(piece.format).toBe('text');

  const relation = pieceRelation(piece, [column]);
  const native =
    file ??
    DUCKDB[name] ??
    (name === 'timestamptz' ? 'TIMESTAMP WITH TIME ZONE' : name === 'bool' ? 'BOOLEAN' : name.toUpperCase());
  const hash = duckdbDialect.sha256(
    duckdbDialect.canonicalText(duckdbDialect.identifier('v'), { ...column, type: { name, native } }),
  );
  const hashes = await queryDuckdb(
    ':memory:',
    `SELECT ${printSql(hash, (v) => duckdbDialect.literal(v))} FROM ${relation}`,
  );
  expect(hashes.map(([h]) => h)).toEqual(values.map((value) => sha256(canonicalText(value, name))));
});

test('texts with line ends of every kind survive, also across the reader’s buffers', async () => {
  const texts = ['a\r\nb', '\r', '\n', 'x\r', '\r\n', '', '"\r\n",', 'line one\r\nline two', null];
  const rows = Array.from({ length: 400_000 }, (_, i): Row => [String(i), texts[i % texts.length] ?? null]);
  const columns = (['int', 'string'] as const).map(
    (name, i): Column => ({ name: `c${i}`, source: `c${i}`, type: { name, native: name } }),
  );
  for (const some of [rows, ...texts.map((text): readonly Row[] => [['0', text]])]) {
    const call = { signal: new AbortController().signal, label: 'test' };
    const piece = await writePiece(textDriver(some), sql`SELECT 1`, tempFolder(), 'piece', call);
    const select = `SELECT c0, md5(coalesce(c1, 'NULL')) FROM ${pieceRelation(piece, columns)} ORDER BY c0`;
    const found = await queryDuckdb(':memory:', select);
    const wrong = some.filter(
      ([id, text], i) => found[i]?.[0] !== id || found[i]?.[1] !== md5(text ?? 'NULL'),
    );
    expect(found).toHaveLength(some.length);
    expect(wrong.slice(0, 3)).toEqual([]);
  }
});

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

test('a table of 1,000 columns becomes Parquet within the workbench’s memory', async () => {
  const columns = Array.from(
    { length: 1_000 },
    (_, i): Column => ({ name: `c${i}`, source: `c${i}`, type: { name: 'string', native: 'text' } }),
  );
  const rows = Array.from(
    { length: 3_000 },
    (_, i): Row => columns.map(({ name }) => `value ${i} of ${name.slice(1)}`),
  );
  const call = { signal: new AbortController().signal, label: 'test' };
  const scratch = tempFolder();
  const piece = await writePiece(textDriver(rows), sql`SELECT 1`, scratch, 'piece', call);
  async function* pieces() {
    yield piece;
  }
  const file = path.join(scratch, 'wide.parquet');
  await writePieces({ columns, pieces: pieces() }, 'parquet', createWriteStream(file), scratch);
  expect(await queryDuckdb(':memory:', `SELECT count(*), max(c999) FROM '${file}'`)).toEqual([
    ['3000', 'value 999 of 999'],
  ]);
});
