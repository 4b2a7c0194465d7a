import { expect, test } from 'vitest';
import { duckdbDialect } from '../../connectors/duckdb/dialect.ts';
import { sha256 } from '../../src/base/sha256.ts';
import { canonicalText } from '../../src/digest/canonical-text.ts';
import { pieceRelation } from '../../src/export/piece-relation.ts';
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
    moment: undefined,
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
