import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/main/config/load-config.ts';
import { tempFolder } from '../support/temp-folder.ts';

const GOOD = `
catalog: sqlite:.tidemark/catalog.db
sources:
  shop: { type: duckdb, path: data/shop.duckdb }
datasets:
  orders:
    source: shop
    table: sales.orders
    columns: { exclude: [internal_note], opaque: [payload], casts: { active: bool } }
    where: "country = 'DE'"
    ingestion: { column: ingested_at, granularity: day, delay: 2h, recheck: 3d, nulls: error }
    rows: { mode: latest, key: [order_id], tombstone: deleted }
    split: { key: [customer_id], salt: tidemark, parts: { train: 0.80, validation: 0.1, test: 0.1 } }
    keep: reference
    schedule: { cron: "15 3 * * *", timezone: UTC, catchup: last }
`;

async function load(text: string) {
  const folder = tempFolder();
  mkdirSync(path.join(folder, 'config'));
  writeFileSync(path.join(folder, 'config', 'tidemark.yaml'), text);
  return loadConfig(undefined, {}, folder);
}

const ordersWith = (line: string) => `
sources: { shop: { type: duckdb, path: x } }
datasets:
  orders:
    source: shop
    table: orders
    ingestion: { column: at }
    ${line}
`;

test('a config in the documented shape', async () => {
  const { datasets, settings, folder, file } = await load(GOOD);
  expect(datasets.get('orders')).toEqual({
    name: 'orders',
    source: 'shop',
    table: 'sales.orders',
    columns: { exclude: ['internal_note'], opaque: ['payload'], casts: { active: 'bool' } },
    where: "country = 'DE'",
    ingestion: {
      column: 'ingested_at',
      granularity: 'day',
      delay: 7200,
      recheck: { by: 'late', seconds: 259_200 },
      nulls: 'error',
    },
    rows: { mode: 'latest', key: ['order_id'], tombstone: 'deleted' },
    split: {
      algorithm: 'split-v1',
      key: ['customer_id'],
      parts: [
        { name: 'train', share: '0.8' },
        { name: 'validation', share: '0.1' },
        { name: 'test', share: '0.1' },
      ],
      salt: 'tidemark',
    },
    rowsPerScan: 5_000_000n,
    keep: 'reference',
  });
  expect(settings.queue).toBe('inline');
  expect(path.join(folder, 'config', 'tidemark.yaml')).toBe(file);
});

test('what is not said has its default', async () => {
  const { datasets } = await load(ordersWith(''));
  expect(datasets.get('orders')).toMatchObject({
    where: null,
    columns: {},
    ingestion: { granularity: 'day', delay: 0, recheck: { by: 'all' }, nulls: 'error' },
    rows: { mode: 'append' },
    split: null,
  });
});

test('shares keep all their digits', async () => {
  const thirds = '{ a: 0.333333333333333333, b: 0.333333333333333333, c: 0.333333333333333334 }';
  const { datasets } = await load(ordersWith(`split: { key: [id], parts: ${thirds} }`));
  expect(datasets.get('orders')?.split?.parts.at(-1)).toEqual({ name: 'c', share: '0.333333333333333334' });
});

test('parts by time keep their order', async () => {
  const { datasets } = await load(
    ordersWith('split: { column: at, parts: { train: 2020-09-01, test: null } }'),
  );
  expect(datasets.get('orders')?.split).toEqual({
    algorithm: 'time-v1',
    column: 'at',
    parts: [
      { name: 'train', until: '2020-09-01T00:00:00Z' },
      { name: 'test', until: null },
    ],
  });
});

describe('what is wrong is told with file, line, path and a suggestion', () => {
  test.each([
    [
      GOOD.replace('granularity:', 'granularty:'),
      /tidemark\.yaml:11:\d+: datasets\.orders\.ingestion\.granularty: .*Did you mean "granularity"\?/,
    ],
    [
      GOOD.replace('datasets:', 'dataset:'),
      /tidemark\.yaml:5:1: dataset: there is no such setting\. Did you mean "datasets"\?/,
    ],
    [GOOD.replace('path: data', 'pth: data'), /tidemark\.yaml:4:\d+: sources\.shop\./],
    [GOOD.replace('type: duckdb', 'type: duckdbb'), /tidemark\.yaml:4:\d+: sources\.shop\.type/],
    [
      GOOD.replace('granularity: day', 'granularity: week'),
      /tidemark\.yaml:11:\d+: datasets\.orders\.ingestion\.granularity/,
    ],
    [GOOD.replace('delay: 2h', 'delay: 2 hours'), /delay: expected a duration such as/],
    [
      GOOD.replace('source: shop', 'source: stop'),
      /tidemark\.yaml:7:\d+: datasets\.orders\.source: there is no source "stop"; sources: shop/,
    ],
    [GOOD.replace('0.80', '0.7'), /tidemark\.yaml:13:\d+: datasets\.orders\.split: .*add up to 0\.9/],
    [GOOD.replace('0.80', '-0.8'), /is not a share/],
    [GOOD.replace('train:', '1:'), /not a number alone|parts/],
    [GOOD.replace('orders:', 'Orders:'), /datasets\.Orders/],
    [GOOD.replace('keep: reference', 'keep: forever'), /datasets\.orders\.keep/],
    [GOOD.replace('catalog: sqlite', '\tcatalog: sqlite'), /tidemark\.yaml:\d+:\d+: /],
    ['sources: [', /tidemark\.yaml:\d+:\d+: /],
    ['just text', /not|expected/],
    [ordersWith('split: { key: [], parts: { a: 1 } }'), /split/],
    [ordersWith('split: { key: [id], parts: {} }'), /split/],
    [ordersWith('split: { column: at, parts: { train: 2020-13-01, test: null } }'), /not an instant/],
    [ordersWith('table: again'), /unique|duplicate|Map keys/i],
  ])('%#', async (text, message) => {
    const loading = load(text);
    await expect(loading).rejects.toMatchObject({ code: 'config-invalid' });
    await expect(loading).rejects.toThrow(message);
  });
});

test('a config is looked for here, above, by name, and by environment', async () => {
  const folder = tempFolder();
  mkdirSync(path.join(folder, 'config'));
  mkdirSync(path.join(folder, 'a/b'), { recursive: true });
  writeFileSync(path.join(folder, 'config/tidemark.yaml'), GOOD);
  writeFileSync(path.join(folder, 'other.yaml'), GOOD);
  const file = path.join(folder, 'config/tidemark.yaml');
  expect((await loadConfig(undefined, {}, path.join(folder, 'a/b'))).file).toBe(file);
  expect((await loadConfig('other.yaml', {}, folder)).folder).toBe(folder);
  expect((await loadConfig(undefined, { TIDEMARK_CONFIG: 'other.yaml' }, folder)).file).toBe(
    path.join(folder, 'other.yaml'),
  );
  await expect(loadConfig('nope.yaml', {}, folder)).rejects.toMatchObject({ code: 'config-missing' });
});
