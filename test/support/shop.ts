import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Instant, parseInstant } from '../../src/base/instant.ts';
import { openCatalog } from '../../src/catalog/open-catalog.ts';
import { openSource } from '../../src/main/connectors.ts';
import type { Dataset } from '../../src/scan/dataset.ts';
import { createSnapshot, type SnapshotOptions } from '../../src/snapshot/snapshot.ts';
import { datasetOf } from '../conformance/fixture.ts';
import { updateDuckdb } from './duckdb-file.ts';
import { tempFolder } from './temp-folder.ts';

export const NOW = parseInstant('2020-12-01');

/** A DuckDB warehouse with an `orders` table, a catalog, and a snapshot function over both. */
export async function openShop(changes: Partial<Dataset> = {}) {
  const folder = tempFolder();
  const file = path.join(folder, 'shop.duckdb');
  const source = await openSource('test', { type: 'duckdb', path: file, memoryLimit: '500MB' }, { folder });
  const catalog = await openCatalog('sqlite:catalog.db', folder);
  onTestFinished(() => catalog.close());
  let now = NOW;
  const snapshot = createSnapshot({ catalog, clock: () => now });
  const dataset = datasetOf('orders', {
    name: 'orders',
    split: {
      algorithm: 'split-v1',
      key: ['id'],
      parts: [
        { name: 'train', share: '0.8' },
        { name: 'test', share: '0.2' },
      ],
      salt: 'tidemark',
    },
    ...changes,
  });
  const update = (...statements: readonly string[]) => updateDuckdb(file, ...statements);
  await update(
    'CREATE TABLE orders (id BIGINT, note VARCHAR, "at" TIMESTAMPTZ)',
    // Ten days from 2020-10-01 on, a hundred rows each.
    `INSERT INTO orders SELECT i, 'note ' || i, TIMESTAMPTZ '2020-10-01 00:00:00+00' + to_seconds(i * 864)
     FROM range(1000) r(i)`,
  );
  const options = (given: Partial<SnapshotOptions> & { at?: string }): SnapshotOptions => ({
    signal: new AbortController().signal,
    watermark: given.at === undefined ? undefined : parseInstant(given.at),
    ...given,
  });
  return {
    folder,
    catalog,
    source,
    dataset,
    update,
    setNow: (at: string) => {
      now = parseInstant(at) as Instant;
    },
    take: (given: Partial<SnapshotOptions> & { at?: string } = {}, other: Partial<Dataset> = {}) =>
      snapshot.take({ ...dataset, ...other }, source, options(given)),
    preview: (given: Partial<SnapshotOptions> & { at?: string } = {}) =>
      snapshot.preview(dataset, source, options(given)),
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;
