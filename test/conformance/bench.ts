import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { type Instant, parseInstant } from '../../src/base/instant.ts';
import { pieceRelation } from '../../src/output/piece-relation.ts';
import { rowsSql } from '../../src/read/rows-sql.ts';
import type { Selection } from '../../src/read/selection.ts';
import { writePiece } from '../../src/read/write-piece.ts';
import { bindDataset } from '../../src/scan/bind-dataset.ts';
import type { Dataset } from '../../src/scan/dataset.ts';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import type { Scope } from '../../src/scan/scope.ts';
import { columnNamed } from '../../src/source/bind-columns.ts';
import type { Call, Driver } from '../../src/source/driver.ts';
import type { HashSplit } from '../../src/split/split.ts';
import { instantMicros } from '../golden/vectors.ts';
import { queryDuckdb } from '../support/duckdb-file.ts';
import { datasetOf, type Fixture, type TestColumn, type TestRow } from './fixture.ts';
import { heldTable } from './held.ts';
import { referencePartitions } from './reference.ts';

export const ID: TestColumn = { name: 'id', type: 'int' };
export const AT: TestColumn = { name: 'at', type: 'timestamptz' };
export const NOON = instantMicros('2020-10-29T12:00:00Z');
export const EVERYTHING = [{ from: '0001-01-01T00:00:00Z' as Instant, to: parseInstant('9999-12-31') }];
export const CALL: Call = { signal: new AbortController().signal, label: 'tidemark test' };
export const SPLIT: HashSplit = {
  algorithm: 'split-v1',
  key: ['id'],
  parts: [
    { name: 'train', share: '0.8' },
    { name: 'validation', share: '0.1' },
    { name: 'test', share: '0.1' },
  ],
  salt: 'tidemark',
};

/** What the tests of the suite do with an engine. */
export interface Bench {
  fixture(): Fixture;
  /** What the engine could not hold, counted. */
  readonly left: Map<string, number>;
  /** The table as the engine can hold it. */
  held(
    columns: readonly TestColumn[],
    rows: readonly TestRow[],
    ingestion?: string,
  ): { columns: readonly TestColumn[]; rows: readonly TestRow[] };
  /** Makes a table, binds a dataset to it, and works with both at one moment. */
  withTable<T>(
    columns: readonly TestColumn[],
    rows: readonly TestRow[],
    changes: Partial<Dataset>,
    work: (scope: Scope, driver: Driver) => Promise<T>,
  ): Promise<T>;
  /** Works with a table that was made before, through a driver that is opened now. */
  onTable<T>(
    table: string,
    changes: Partial<Dataset>,
    work: (scope: Scope, driver: Driver) => Promise<T>,
  ): Promise<T>;
  /** Expects of every partition what the in-process reference computes. */
  expectReference(
    columns: readonly TestColumn[],
    rows: readonly TestRow[],
    changes?: Partial<Dataset>,
  ): Promise<void>;
}

export function createBench(fixture: () => Fixture): Bench {
  let tables = 0;
  const left = new Map<string, number>();
  const bench: Bench = {
    fixture,
    left,
    held: (columns, rows, ingestion = 'at') => heldTable(fixture(), columns, rows, ingestion, left),
    async withTable(columns, rows, changes, work) {
      const table = `t${++tables}`;
      await fixture().create(table, columns, rows);
      return bench.onTable(table, changes, work);
    },
    async onTable(table, changes, work) {
      const { dialect, connect } = fixture().source;
      const driver = await connect();
      try {
        return await work(await bindDataset(datasetOf(table, changes), dialect, driver, CALL), driver);
      } finally {
        await driver.close();
      }
    },
    async expectReference(allColumns, allRows, changes = {}) {
      const { column, granularity } = changes.ingestion ?? datasetOf('').ingestion;
      const { columns, rows } = bench.held(allColumns, allRows, column);
      const split = (changes.split ?? null) as HashSplit | null;
      const expected = referencePartitions(columns, rows, column, granularity, split);
      await bench.withTable(columns, rows, changes, async (scope, driver) => {
        const scanned = await digestPartitions(scope, driver, CALL, EVERYTHING);
        expect(scanned.map((p) => p.from)).toEqual([...expected.keys()].sort());
        for (const { from, rows: count, lanes, parts } of scanned) {
          expect({ from, rows: count, lanes, parts }).toEqual({ from, ...expected.get(from) });
        }
      });
    },
  };
  return bench;
}

/** The rows that a read delivers, as DuckDB reads the file: the expressions as text. */
export async function readRows(
  scope: Scope,
  driver: Driver,
  selection: Selection,
  select: string,
  ordered = false,
) {
  const folder = await mkdtemp(path.join(tmpdir(), 'tidemark-conformance-'));
  try {
    const query = { watermark: parseInstant('9999-01-01'), selection, spans: null, ordered };
    const piece = await writePiece(driver, rowsSql(scope, query), folder, 'rows', CALL);
    const names = selection.columns ?? scope.columns.map((c) => c.name);
    const columns = names.map((name) => columnNamed(scope.table, scope.columns, name, 'the test'));
    return await queryDuckdb(':memory:', `SELECT ${select} FROM ${pieceRelation(piece, columns)}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}
