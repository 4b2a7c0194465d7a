import { expect, test } from 'vitest';
import type { StoredVersion } from '../../src/catalog/catalog.ts';
import type { Format } from '../../src/output/format.ts';
import type { Selection } from '../../src/read/selection.ts';
import type { Dataset } from '../../src/scan/dataset.ts';
import type { EngineChecks } from '../../src/scan/ensure-known-answers.ts';
import { instantMicros } from '../golden/vectors.ts';
import { type Archives, FORMATS, openArchives } from '../support/archives.ts';
import { AT, type Bench, ID, NOON, SPLIT } from './bench.ts';
import { EDGE_VALUES } from './edge-values.ts';
import type { TestColumn, TestRow } from './fixture.ts';
import { randomTable } from './random-table.ts';

const DAY = 86_400_000_000n;
const ODD_NAMES = [`quote"d`, "it's", 'naïve 漢字', '_p', '_s', '_r', 'select', '%s ? $1'];
const FEW: readonly Format[] = ['parquet', 'csv'];

/** What is read from an archive is what is read from its source, byte for byte. */
export function archiveTests(bench: Bench): void {
  // Asking takes longer than a test.
  const passed = new Set<string>();
  const checks: EngineChecks = {
    passed: async (...of) => passed.has(of.join(' ')),
    record: async (engine, version, revision) => void passed.add(`${engine} ${version} ${revision}`),
  };

  /** Snapshots the table as the engine can hold it, archives it, proves that, and compares what is read from both. */
  async function expectSame(
    name: string,
    table: { readonly columns: readonly TestColumn[]; readonly rows: readonly TestRow[] },
    changes: Partial<Dataset>,
    selections: readonly Selection[],
    formats = FORMATS,
  ): Promise<{ archives: Archives; version: StoredVersion; columns: readonly TestColumn[] }> {
    const { columns, rows } = bench.held(table.columns, table.rows);
    await bench.fixture().create(name, columns, rows);
    const { source: engine } = bench.fixture();
    const archives = await openArchives(engine, { table: name, split: SPLIT, ...changes }, checks);
    archives.setNow('2021-03-01');
    const { version } = await archives.take();
    await archives.archive(version);
    expect((await archives.verify(version, 'archive')).drifted).toEqual([]);
    for (const selection of selections) {
      const source = await archives.read(version, 'source', selection, formats);
      const archived = await archives.read(version, 'archive', selection, formats);
      const same = source.map((file, i) => file.equals(archived[i] ?? Buffer.of()));
      expect({ selection, same, empty: source[1]?.length === 0 }).toEqual({
        selection,
        same: formats.map(() => true),
        empty: false,
      });
    }
    return { archives, version, columns };
  }

  function edgeTable() {
    const types = Object.entries(EDGE_VALUES);
    const depth = Math.max(...types.map(([, values]) => values.length)) + 1;
    const columns = [
      ID,
      AT,
      ...types.map(([type], i) => ({ name: `v${i}`, type })),
      ...ODD_NAMES.map((name) => ({ name, type: 'string' })),
    ];
    const rows = Array.from({ length: depth }, (_, i): TestRow => {
      const values = types.map(([, edges]) => edges[i] ?? null);
      return [BigInt(i), NOON + BigInt(i % 3) * DAY, ...values, ...ODD_NAMES.map((name) => `${name} ${i}`)];
    });
    return { columns, rows };
  }

  test('an archive gives every value of every type, and every selection, as the source does', async () => {
    const table = edgeTable();
    const names = bench.held(table.columns, []).columns.map((c) => c.name.toLowerCase());
    await expectSame('archived_edges', table, { where: 'id <> 7' }, [
      {},
      { columns: names.toReversed(), part: 'train', atMost: 3n },
      { fold: { index: 2, of: 3, except: true }, sample: '0.5', atMost: 1_000_000n },
    ]);
  });

  test('an archive of a version that is not split, and of one that is split by time', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i): TestRow => [BigInt(i % 50), `note ${i % 50}`, NOON + BigInt(i % 5) * DAY],
    );
    const table = { columns: [ID, { name: 'v', type: 'string' }, AT], rows };
    await expectSame('archived_whole', table, { split: null }, [{ columns: ['v'], atMost: 20n }], FEW);
    const split = {
      algorithm: 'time-v1' as const,
      column: 'at',
      parts: [
        { name: 'train', until: '2020-10-30T12:00:00Z' },
        { name: 'test', until: null },
      ],
    };
    await expectSame(
      'archived_by_time',
      table,
      { split },
      [{ part: 'train' }, { part: 'test', columns: ['v', 'id'], atMost: 7n }],
      FEW,
    );
  });

  test('an archive keeps all states of each key, and gives the latest', async () => {
    const columns = [
      ID,
      { name: 'customer', type: 'int' },
      { name: 'v', type: 'string' },
      { name: 'gone', type: 'bool' },
      AT,
    ];
    const rows = Array.from({ length: 120 }, (_, i): TestRow => {
      const id = i % 31 === 0 ? null : BigInt(i % 20);
      return [id, BigInt(i % 7), `state ${i}`, i % 9 === 0, NOON + BigInt(i % 4) * DAY];
    });
    const latest = { mode: 'latest' as const, key: ['id'], tombstone: 'gone' };
    const selections = [{ part: 'train' }, { fold: { index: 1, of: 2 }, atMost: 4n }];
    const table = { columns, rows };
    await expectSame('archived_latest', table, { rows: latest }, selections, FEW);
    const outside = { ...SPLIT, key: ['customer'] };
    await expectSame('archived_latest_outside', table, { rows: latest, split: outside }, selections, FEW);
  });

  test('an archive has casts and the engine’s own texts', async () => {
    const columns = [ID, { name: 'cast', type: 'string' }, { name: 'own', type: 'double' }, AT];
    const rows = Array.from(
      { length: 40 },
      (_, i): TestRow => [BigInt(i), i % 7 === 0 ? null : `${i}.50`, i / 4, NOON + BigInt(i % 2) * DAY],
    );
    const changes = { columns: { casts: { cast: 'decimal(12,2)' }, opaque: ['own'] } };
    await expectSame('archived_casts', { columns, rows }, changes, [{ part: 'train' }]);
  });

  test('an archive of a random table over all types', async () => {
    const seed = Number(process.env['TIDEMARK_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    const { columns, rows } = randomTable(seed, 800);
    const start = instantMicros('2020-12-01T00:00:00Z');
    const changes = { split: { ...SPLIT, key: ['c_string', 'id'] } };
    expect(rows.every((row) => (row[1] as bigint) >= start)).toBe(true);
    try {
      await expectSame('archived_random', { columns, rows }, changes, [{ part: 'train' }], FEW);
    } catch (error) {
      const again = `TIDEMARK_TEST_SEED=${seed} repeats it`;
      throw new Error(`seed ${seed} (${again}): ${String(error)}`, { cause: error });
    }
  });
}
