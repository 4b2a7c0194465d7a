import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { ENGINES } from '../conformance/engines.ts';
import type { TestColumn, TestRow } from '../conformance/fixture.ts';
import { instantMicros } from '../golden/vectors.ts';
import { cli } from '../support/cli.ts';
import { tempFolder } from '../support/temp-folder.ts';

const ROWS = 300_000;
const START = instantMicros('2020-10-01T00:00:00Z');
const COLUMNS: readonly TestColumn[] = [
  { name: 'order_id', type: 'int' },
  { name: 'region', type: 'string' },
  { name: 'amount', type: 'decimal(12,2)' },
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
    },
  });

test('one table in every engine: one ID, and the same rows read back', async () => {
  const rows = orders();
  const ids: Record<string, string> = {};
  const files: Record<string, Buffer> = {};
  const secrets = [inject('postgres'), inject('mariadb')].map((url) =>
    decodeURIComponent(new URL(url).password),
  );
  for (const [engine, open] of Object.entries(ENGINES)) {
    const fixture = await open();
    try {
      await fixture.create('orders', COLUMNS, rows);
      const folder = tempFolder();
      // JSON is YAML.
      writeFileSync(path.join(folder, 'tidemark.yaml'), CONFIG(fixture.settings));
      const run = (args: string) => cli([...args.split(' '), '--config', 'tidemark.yaml'], { cwd: folder });
      const taken = await run('snapshot orders --watermark 2020-10-31 --json');
      expect(taken, engine).toMatchObject({ code: 0 });
      expect(taken.json).toMatchObject({ rows: String(ROWS) });
      ids[engine] = taken.json.id;
      const read = await run('read orders@latest --part test -o test.csv');
      expect(read, engine).toMatchObject({ code: 0 });
      files[engine] = readFileSync(path.join(folder, 'test.csv'));
      const shown = await run('show orders@latest --json');
      const said = [taken, read, shown].map((r) => r.stdout + r.stderr).join('');
      for (const secret of secrets) expect(said).not.toContain(secret);
    } finally {
      await fixture.close();
    }
  }
  expect(new Set(Object.values(ids)), JSON.stringify(ids)).toHaveProperty('size', 1);
  const [first, ...others] = Object.values(files);
  expect(first?.length).toBeGreaterThan(1_000_000);
  for (const other of others) expect(other.equals(first ?? Buffer.of())).toBe(true);
  process.stdout.write(
    `${Object.entries(ids)
      .map(([engine, id]) => `${engine.padEnd(10)}${id}`)
      .join('\n')}\n`,
  );
});
