import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { duckdbFixture } from '../conformance/duckdb-fixture.ts';
import { EDGE_VALUES } from '../conformance/edge-values.ts';
import type { TestColumn, TestRow } from '../conformance/fixture.ts';
import { cli } from '../support/cli.ts';
import { updateDuckdb } from '../support/duckdb-file.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { type Library, type PythonRead, pythonReaders } from './python-readers.ts';

/** The libraries take seconds to start, and longer on a machine that is busy. */
vi.setConfig({ testTimeout: 600_000 });

const LIBRARIES: readonly Library[] = ['datasets', 'mlcroissant', 'pyarrow', 'pandas', 'polars'];

let read: Awaited<ReturnType<typeof pythonReaders>>;
beforeAll(async () => {
  read = await pythonReaders();
}, 600_000);

/** A dataset `data` on a DuckDB table `rows`, with a snapshot of all that is in it. */
async function openDataset(file: string, settings: string) {
  const folder = tempFolder();
  mkdirSync(path.join(folder, 'config'));
  const dataset = `{ source: shop, table: rows, ingestion: { column: at, granularity: day }, ${settings} }`;
  const config = `sources:\n  shop: { type: duckdb, path: ${file} }\ndatasets:\n  data: ${dataset}\n`;
  writeFileSync(path.join(folder, 'config/tidemark.yaml'), config);
  const run = async (...args: readonly string[]) => {
    const result = await cli(args, { cwd: folder });
    if (result.code !== 0) throw new Error(`${args.join(' ')}: ${result.stderr}`);
    return result;
  };
  await run('snapshot', 'data', '--watermark', '2020-12-01');
  const { schema } = (await run('show', 'data@latest', '--json')).json;
  const types = Object.fromEntries(schema.map((c: { name: string; type: string }) => [c.name, c.type]));
  return { run, types: types as Record<string, string>, at: (name: string) => path.join(folder, name) };
}

/** What a split of an export holds: a part, or all rows where the version is not split. */
interface HeldSplit {
  readonly split: string;
  readonly part?: string;
}

/**
 * Each library finds in each split of an export what `tidemark read` gives of its part, in as many rows.
 * @param empty splits without rows, of which `datasets` must not know
 */
async function expectSameRows(
  { run, types, at }: Awaited<ReturnType<typeof openDataset>>,
  splits: readonly HeldSplit[],
  options: readonly string[] = [],
  empty: readonly string[] = [],
): Promise<number> {
  await run('export', 'data@latest', 'out', ...options);
  const reads: PythonRead[] = [{ reader: 'datasets-splits', place: at('out'), split: '' }];
  for (const { split, part } of splits) {
    const selection = part === undefined ? [] : ['--part', part];
    const [ndjson, arrow] = [`${split}.ndjson`, `${split}.arrow`];
    await run('read', 'data@latest', ...selection, '-o', ndjson);
    await run('read', 'data@latest', ...selection, '-o', arrow);
    const ofFile = (reader: PythonRead['reader'], name: string) => ({ reader, place: at(name), split: '' });
    reads.push(
      ofFile('ndjson', ndjson),
      ofFile('as-mlcroissant', ndjson),
      ofFile('arrow-pyarrow', arrow),
      ofFile('arrow-polars', arrow),
      ...LIBRARIES.map((reader) => ({ reader, place: at('out'), split })),
    );
  }
  const others = LIBRARIES.filter((reader) => reader !== 'datasets');
  reads.push(...empty.flatMap((split) => others.map((reader) => ({ reader, place: at('out'), split }))));
  const [found = [], ...held] = await read(reads, types);
  expect(held).toHaveLength(reads.length - 1);
  expect(found.map((row) => row['split'])).toEqual(splits.map(({ split }) => split).sort());
  let total = 0;
  for (const { split } of splits) {
    const [rows = [], loose, ...byReader] = held.splice(0, 4 + LIBRARIES.length);
    total += rows.length;
    for (const [i, reader] of (['arrow-pyarrow', 'arrow-polars', ...LIBRARIES] as const).entries()) {
      expect(byReader[i], `${split} by ${reader}`).toEqual(reader === 'mlcroissant' ? loose : rows);
    }
  }
  expect(held).toEqual(empty.flatMap(() => others.map(() => [])));
  return total;
}

test('values at the edges of every type', async () => {
  const fixture = await duckdbFixture();
  onTestFinished(() => fixture.close());
  const types = Object.keys(EDGE_VALUES);
  const columns: TestColumn[] = [
    { name: 'at', type: 'timestamptz' },
    ...types.map((type, i) => ({ name: `c${i}`, type })),
  ];
  const longest = Math.max(...types.map((type) => EDGE_VALUES[type]?.length ?? 0));
  const day = 1_604_016_000_000_000n;
  const rows = Array.from(
    { length: longest },
    (_, i): TestRow => [
      day + BigInt(i),
      ...types.map((type) => EDGE_VALUES[type]?.[i % EDGE_VALUES[type].length] ?? null),
    ],
  );
  await fixture.create('rows', columns, rows);
  const dataset = await openDataset((fixture.settings as { path: string }).path, '');
  expect(await expectSameRows(dataset, [{ split: 'train' }], ['--rows-per-file', '7'])).toBe(longest);
});

test('quotes, line ends, other scripts and NULL of every type, in parts of which one has no rows', async () => {
  const file = path.join(tempFolder(), 'warehouse.duckdb');
  await updateDuckdb(
    file,
    `CREATE TABLE rows ("at" TIMESTAMPTZ, "odd ""name"" / ü|1" VARCHAR, i INTEGER, u UTINYINT, b DECIMAL(20, 0), d DECIMAL(12, 2),
       f FLOAT, ok BOOLEAN, bin BLOB, day DATE, ts TIMESTAMP, tm TIME, id UUID, "null" VARCHAR)`,
    `INSERT INTO rows SELECT TIMESTAMPTZ '2020-10-01 00:00:00+00' + to_hours(n::INTEGER),
       ['a "quoted" text', 'two' || chr(13) || chr(10) || 'lines', '漢字 ü 😀 é', '', ',;|''\\', NULL, '---', '~N'][1 + n % 8],
       v, v, v, v / 4, v / 4, v > 3, encode('b' || v), DATE '2020-02-29' + v, TIMESTAMP '2020-01-01 00:00:00.000001' + to_days(v),
       TIME '23:59:59.999999' - to_seconds(v), CASE WHEN v > 0 THEN md5(v::VARCHAR)::UUID END, NULL
     FROM (SELECT n, CASE WHEN n % 3 = 0 THEN NULL ELSE n END::INTEGER AS v FROM range(100) r(n))`,
  );
  const dataset = await openDataset(
    file,
    "split: { column: at, parts: { early-days: 2020-10-03, all: '2020-11-01', later: null } }",
  );
  const splits = [
    { split: 'early_days', part: 'early-days' },
    { split: 'all_2', part: 'all' },
  ];
  // What cannot be loaded does not keep the rest from being so.
  expect(await expectSameRows(dataset, splits, [], ['later'])).toBe(100);
});

test('the latest row of each key, without those deleted', async () => {
  const file = path.join(tempFolder(), 'warehouse.duckdb');
  await updateDuckdb(
    file,
    `CREATE TABLE rows AS SELECT (i % 300)::BIGINT AS id, i::BIGINT AS state, i % 7 = 0 AS gone,
       TIMESTAMPTZ '2020-10-01 00:00:00+00' + to_seconds(i * 864) AS "at" FROM range(1000) r(i)`,
  );
  const settings =
    'rows: { mode: latest, key: [id], tombstone: gone }, split: { key: [id], parts: { train: 0.7, test: 0.3 } }';
  const dataset = await openDataset(file, settings);
  const splits = ['train', 'test'].map((part) => ({ split: part, part }));
  const rows = await expectSameRows(dataset, splits, ['--rows-per-file', '50']);
  expect(rows).toBeGreaterThan(200);
  expect(rows).toBeLessThan(300);
});
