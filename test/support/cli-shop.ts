import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type CliOptions, cli } from './cli.ts';
import { updateDuckdb } from './duckdb-file.ts';
import { tempFolder } from './temp-folder.ts';

export const ORDERS = `
    source: shop
    table: orders
    ingestion: { column: ingested_at, granularity: day, recheck: counts }
    split: { key: [customer_id], parts: { train: 0.8, validation: 0.1, test: 0.1 } }`;

/** A folder as a user has it: a config, a warehouse of thirty days of orders, and the command line. */
export async function openCliShop(datasets = `  orders:${ORDERS}`, rows = 30_000) {
  const folder = tempFolder();
  const file = path.join(folder, 'data', 'shop.duckdb');
  mkdirSync(path.dirname(file));
  mkdirSync(path.join(folder, 'config'));
  const config = (text: string) => writeFileSync(path.join(folder, 'config', 'tidemark.yaml'), text);
  config(`sources:\n  shop: { type: duckdb, path: data/shop.duckdb }\ndatasets:\n${datasets}\n`);
  const update = (...statements: readonly string[]) => updateDuckdb(file, ...statements);
  await update(
    `CREATE TABLE orders AS SELECT i::BIGINT AS order_id, (i % 1000)::INTEGER AS customer_id,
       (i * 7 % 1000 / 100)::DECIMAL(12, 2) AS amount, 'note ' || i AS note, i / 7.0 AS score,
       TIMESTAMPTZ '2020-10-01 00:00:00+00' + to_microseconds((i * (30 * 86400000000 // ${rows}))::BIGINT) AS ingested_at
     FROM range(${rows}) r(i)`,
  );
  const run = (args: string, options: Partial<CliOptions> = {}) =>
    cli(args.split(' '), { cwd: folder, ...options });
  return { folder, file, config, update, run, cli: (args: readonly string[]) => cli(args, { cwd: folder }) };
}
