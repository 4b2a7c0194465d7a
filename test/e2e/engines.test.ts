import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, inject, test } from 'vitest';
import { createFlights, flightsArrive } from '../../demo/flights.ts';
import { ENGINES } from '../conformance/engines.ts';
import type { TestColumn, TestRow } from '../conformance/fixture.ts';
import { instantMicros } from '../golden/vectors.ts';
import { cli } from '../support/cli.ts';
import { tempFolder } from '../support/temp-folder.ts';

const ROWS = 100_000;
const START = instantMicros('2020-10-01T00:00:00Z');
const COLUMNS: readonly TestColumn[] = [
  { name: 'order_id', type: 'int' },
  { name: 'region', type: 'string' },
  // As wide as NUMERIC of BigQuery, whose stand-in forgets other widths, which a file shows.
  { name: 'amount', type: 'decimal(38,9)' },
  { name: 'ratio', type: 'double' },
  { name: 'paid', type: 'bool' },
  { name: 'ordered_on', type: 'date' },
  { name: 'ingested_at', type: 'timestamptz' },
];
const REGIONS = ['eu-north', 'süd|west', null, '東京', '', "o'hare", 'a~b'];

function orders(): readonly TestRow[] {
  const step = (30n * 86_400_000_000n) / BigInt(ROWS);
  return Array.from({ length: ROWS }, (_, i) => [
    BigInt(i),
    REGIONS[i % REGIONS.length] ?? null,
    `${(i * 7919) % 100_000}.${String(i % 100).padStart(2, '0')}`,
    i % 11 === 0 ? null : i / 7,
    i % 3 === 0 ? null : i % 2 === 0,
    18_536n + BigInt(i % 40),
    START + BigInt(i) * step,
  ]);
}

const CONFIG = (settings: object) =>
  JSON.stringify({
    sources: { shop: settings },
    datasets: {
      orders: {
        source: 'shop',
        table: 'orders',
        ingestion: { column: 'ingested_at', granularity: 'day' },
        split: { key: ['order_id'], parts: { train: 0.8, validation: 0.1, test: 0.1 } },
      },
      flights: {
        source: 'shop',
        table: 'flights',
        ingestion: { column: 'ingested_at', granularity: 'day' },
        split: { key: ['origin', 'destination'], parts: { train: 0.8, validation: 0.1, test: 0.1 } },
      },
    },
  });

const FLIGHTS: readonly TestColumn[] = [
  { name: 'date', type: 'timestamp' },
  { name: 'delay', type: 'int' },
  { name: 'distance', type: 'int' },
  { name: 'origin', type: 'string' },
  { name: 'destination', type: 'string' },
  { name: 'ingested_at', type: 'timestamp' },
];

/** The demo's, of its first days. */
async function flights(): Promise<readonly TestRow[]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await createFlights(connection);
  await flightsArrive(connection, '2001-01-01', '2001-01-06');
  const reader = await connection.runAndReadAll(
    `SELECT CAST(epoch_us(date) AS VARCHAR), CAST(delay AS VARCHAR), CAST(distance AS VARCHAR), origin, destination,
       CAST(epoch_us(ingested_at) AS VARCHAR) FROM flights`,
  );
  const rows = reader.getRows() as (string | null)[][];
  connection.closeSync();
  instance.closeSync();
  return rows.map((row) =>
    row.map((value, i) => (value !== null && FLIGHTS[i]?.type !== 'string' ? BigInt(value) : value)),
  );
}

test('the same tables in every engine: the same IDs, and the same rows read back', async () => {
  const tables = [
    { name: 'orders', columns: COLUMNS, rows: orders(), watermark: '2020-10-31' },
    { name: 'flights', columns: FLIGHTS, rows: await flights(), watermark: '2001-01-06' },
  ];
  const ids: Record<string, string[]> = {};
  const files: Record<string, Buffer[]> = {};
  const secrets = [inject('postgres'), inject('mariadb')].map((url) =>
    decodeURIComponent(new URL(url).password),
  );
  for (const [engine, open] of Object.entries(ENGINES)) {
    const fixture = await open();
    const folder = tempFolder();
    // JSON is YAML.
    writeFileSync(path.join(folder, 'tidemark.yaml'), CONFIG(fixture.settings));
    const run = (args: string) => cli([...args.split(' '), '--config', 'tidemark.yaml'], { cwd: folder });
    ids[engine] = [];
    files[engine] = [];
    try {
      for (const { name, columns, rows, watermark } of tables) {
        await fixture.create(name, columns, rows);
        const taken = await run(`snapshot ${name} --watermark ${watermark} --json`);
        expect(taken, engine).toMatchObject({ code: 0 });
        ids[engine].push(taken.json.id);
        const read = await run(`read ${name}@latest --part test -o ${name}.csv`);
        expect(read, engine).toMatchObject({ code: 0 });
        files[engine].push(readFileSync(path.join(folder, `${name}.csv`)));
        const shown = await run(`show ${name}@latest --json`);
        const said = [taken, read, shown].map((r) => r.stdout + r.stderr).join('');
        for (const secret of secrets) expect(said).not.toContain(secret);
      }
    } finally {
      await fixture.close();
    }
  }
  const { duckdb = [], ...others } = files;
  expect(duckdb.map((file) => file.length > 100_000)).toEqual([true, true]);
  for (const [engine, own] of Object.entries(others)) {
    expect(ids[engine], engine).toEqual(ids['duckdb']);
    expect(
      own.map((file, i) => file.equals(duckdb[i] ?? Buffer.of())),
      engine,
    ).toEqual([true, true]);
  }
  process.stdout.write(
    `${Object.entries(ids)
      .map(([engine, own]) => `${engine.padEnd(10)}${own.join('  ')}`)
      .join('\n')}\n`,
  );
});
