import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { duckdbFixture } from '../conformance/duckdb-fixture.ts';
import { EDGE_VALUES } from '../conformance/edge-values.ts';
import type { TestColumn, TestRow } from '../conformance/fixture.ts';
import { cli } from '../support/cli.ts';
import { updateDuckdb } from '../support/duckdb-file.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { type Library, pythonReaders } from './python-readers.ts';

/** Each library takes seconds to start. */
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

/** Each library finds in each split of an export what `tidemark read` gives of its part. */
async function expectSameRows(
  dataset: Awaited<ReturnType<typeof openDataset>>,
  splits: Readonly<Record<string, string | undefined>>,
  options: readonly string[] = [],
): Promise<number> {
  const { run, types, at } = dataset;
  await run('export', 'data@latest', 'out', ...options);
  let total = 0;
  for (const [split, part] of Object.entries(splits)) {
    await run('read', 'data@latest', ...(part === undefined ? [] : ['--part', part]), '-o', 'rows.ndjson');
    const { rows } = await read('ndjson', at('rows.ndjson'), '', types);
    const loose = (await read('as-mlcroissant', at('rows.ndjson'), '', types)).rows;
    total += rows.length;
    for (const library of LIBRARIES) {
      const found = await read(library, at('out'), split, types);
      expect(found.rows, `${split} by ${library}`).toEqual(library === 'mlcroissant' ? loose : rows);
    }
    await run('read', 'data@latest', ...(part === undefined ? [] : ['--part', part]), '-o', 'rows.arrow');
    for (const library of ['arrow_pyarrow', 'arrow_polars'] as const) {
      expect((await read(library, at('rows.arrow'), '', types)).rows, library).toEqual(rows);
    }
  }
  return total;
}

test('values at the edges of every type', async () => {
  const fixture = await duckdbFixture();
  onTestFinished(() => fixture.close());
  // NDJSON, the reference, has no digit before the point of these, which is no JSON.
  const types = Object.keys(EDGE_VALUES).filter((type) => type !== 'decimal(38,38)');
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
  expect(await expectSameRows(dataset, { train: undefined }, ['--rows-per-file', '7'])).toBe(longest);
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
  expect(await expectSameRows(dataset, { early_days: 'early-days', all_2: 'all' })).toBe(100);
  // What cannot be loaded does not keep the rest from being so.
  const { told } = await read('datasets', dataset.at('out'), 'all_2', dataset.types);
  expect(JSON.parse(told.trim().split('\n').at(-1) ?? '')).toEqual(['all_2', 'early_days']);
  for (const library of ['mlcroissant', 'pyarrow', 'pandas', 'polars'] as const) {
    expect((await read(library, dataset.at('out'), 'later', dataset.types)).rows).toEqual([]);
  }
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
  const rows = await expectSameRows(dataset, { train: 'train', test: 'test' }, ['--rows-per-file', '50']);
  expect(rows).toBeGreaterThan(200);
  expect(rows).toBeLessThan(300);
});
