import path from 'node:path';
import { openSource } from '../../src/main/connectors.ts';
import type { Dataset } from '../../src/scan/dataset.ts';
import { updateDuckdb } from './duckdb-file.ts';
import { openSnapshots } from './snapshots.ts';
import { tempFolder } from './temp-folder.ts';

/** A DuckDB warehouse with an `orders` table, and snapshots of it. */
export async function openShop(changes: Partial<Dataset> = {}) {
  const folder = tempFolder();
  const file = path.join(folder, 'shop.duckdb');
  const source = await openSource('test', { type: 'duckdb', path: file, memoryLimit: '500MB' }, { folder });
  const update = (...statements: readonly string[]) => updateDuckdb(file, ...statements);
  await update(
    'CREATE TABLE orders (id BIGINT, note VARCHAR, "at" TIMESTAMPTZ)',
    // Ten days from 2020-10-01 on, a hundred rows each.
    `INSERT INTO orders SELECT i, 'note ' || i, TIMESTAMPTZ '2020-10-01 00:00:00+00' + to_seconds(i * 864)
     FROM range(1000) r(i)`,
  );
  return { folder, update, ...(await openSnapshots(source, changes)) };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;
