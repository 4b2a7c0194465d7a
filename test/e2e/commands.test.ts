import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCliShop } from '../support/cli-shop.ts';
import { queryDuckdb } from '../support/duckdb-file.ts';

const ID = /^orders@20201031T000000Z-[a-z2-7]{16}$/;

test('snapshot prints stable keys, with counts as text', async () => {
  const shop = await openCliShop();
  const { code, json, stderr } = await shop.run('snapshot orders --watermark 2020-10-31 --json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(Object.keys(json)).toEqual(
    expect.arrayContaining([
      'id',
      'sha256',
      'dataset',
      'watermark',
      'created',
      'rows',
      'parts',
      'partitions',
      'lateRows',
      'supersedes',
      'trailers',
    ]),
  );
  expect(json.id).toMatch(ID);
  expect(json).toMatchObject({
    dataset: 'orders',
    watermark: '2020-10-31T00:00:00Z',
    rows: '30000',
    lateRows: [],
    supersedes: null,
  });
  expect(json.partitions).toEqual({ total: 30, digested: 30, changed: 30 });
  expect(Object.keys(json.parts)).toEqual(['train', 'validation', 'test']);
  expect(json.trailers).toEqual([`Dataset-Version: ${json.id}`, `Dataset-Digest: sha256:${json.sha256}`]);
  const again = await shop.run('snapshot orders --watermark 2020-10-31 --json');
  expect(again.json).toMatchObject({
    id: json.id,
    created: json.created,
    isNew: false,
    partitions: { total: 30, digested: 0, changed: 0 },
  });
});

test('the manifest that show prints is what the ID is the hash of', async () => {
  const shop = await openCliShop();
  const { json } = await shop.run('snapshot orders --watermark 2020-10-31 --json');
  const { stdout } = await shop.run(`show ${json.id} --manifest`);
  expect(createHash('sha256').update(stdout.trimEnd()).digest('hex')).toBe(json.sha256);
});

test('versions, show, tag and every form of REF', async () => {
  const shop = await openCliShop();
  const first = (await shop.run('snapshot orders --watermark 2020-10-30 --json')).json;
  const second = (await shop.run('snapshot orders --watermark 2020-10-31 --json --tag prod')).json;
  expect((await shop.run('versions orders --json')).json).toMatchObject({
    dataset: 'orders',
    versions: [
      { id: second.id, tags: ['prod'] },
      { id: first.id, tags: [] },
    ],
  });
  const shown = async (ref: string) => (await shop.run(`show ${ref} --json`)).json.id;
  expect(await shown('orders@latest')).toBe(second.id);
  expect(await shown('orders@2020-10-30')).toBe(first.id);
  expect(await shown('orders@prod')).toBe(second.id);
  expect(await shown(`orders@${first.id.slice(-16, -10)}`)).toBe(first.id);
  expect((await shop.run('tag orders@2020-10-30 prod --json')).json).toEqual({
    dataset: 'orders',
    tag: 'prod',
    id: first.id,
    previous: second.id,
  });
  expect(await shown('orders@prod')).toBe(first.id);
});

test('--config works before the command and after it', async () => {
  const shop = await openCliShop();
  const elsewhere = path.join(shop.folder, 'data');
  for (const args of [
    '--config ../config/tidemark.yaml dataset list --json',
    'dataset list --json --config ../config/tidemark.yaml',
  ]) {
    const { code, json } = await shop.run(args, { cwd: elsewhere });
    expect(code).toBe(0);
    expect(json.datasets).toEqual([
      expect.objectContaining({ name: 'orders', parts: ['train', 'validation', 'test'] }),
    ]);
  }
});

test('diff says what changed in schema, partitions, rows and parts', async () => {
  const shop = await openCliShop();
  await shop.run('snapshot orders --watermark 2020-10-30');
  await shop.update(
    "INSERT INTO orders VALUES (90001, 7, 1, 'late', 1, '2020-10-05 01:00:00+00')",
    "DELETE FROM orders WHERE ingested_at >= '2020-10-02' AND ingested_at < '2020-10-03'",
  );
  await shop.run('snapshot orders --watermark 2020-10-31');
  const { json, code } = await shop.run('diff orders@2020-10-30 orders@latest --json');
  expect(code).toBe(0);
  expect(json).toMatchObject({
    schema: { added: [], removed: [], changed: [] },
    partitions: {
      added: [{ partition: '2020-10-30T00:00:00Z', rowsFrom: '0', rowsTo: '1000' }],
      changed: [{ partition: '2020-10-05T00:00:00Z', rowsFrom: '1000', rowsTo: '1001' }],
      gone: [{ partition: '2020-10-02T00:00:00Z', rowsFrom: '1000', rowsTo: '0' }],
    },
    rows: { from: '29000', to: '29001', difference: '1' },
  });
});

test('verify passes, and names each partition that drifted', async () => {
  const shop = await openCliShop();
  await shop.run('snapshot orders --watermark 2020-10-31');
  expect((await shop.run('verify orders@latest --json')).json).toMatchObject({
    verified: true,
    rows: '30000',
    drifted: [],
  });
  await shop.update(
    "UPDATE orders SET note = 'x' WHERE order_id = 1500",
    "INSERT INTO orders VALUES (90001, 7, 1, 'late', 1, '2019-01-01 01:00:00+00')",
  );
  const drifted = await shop.run('verify orders@latest --json');
  expect(drifted.code).toBe(1);
  expect(drifted.json).toMatchObject({
    verified: false,
    drifted: [
      { partition: '2019-01-01T00:00:00Z', expectedRows: '0', foundRows: '1' },
      { partition: '2020-10-02T00:00:00Z', expectedRows: '1000', foundRows: '1000' },
    ],
  });
});

describe('read', () => {
  test('gives exactly the part, in every format, the same bytes each time', async () => {
    const shop = await openCliShop();
    const { parts } = (await shop.run('snapshot orders --watermark 2020-10-31 --json')).json;
    const count = async (file: string) =>
      (await queryDuckdb(':memory:', `SELECT count(*) FROM '${path.join(shop.folder, file)}'`))[0]?.[0];
    const seen: string[] = [];
    for (const part of ['train', 'validation', 'test']) {
      for (const format of ['parquet', 'csv', 'ndjson']) {
        const file = `${part}.${format}`;
        expect((await shop.run(`read orders@latest --part ${part} -o ${file}`)).code).toBe(0);
        expect(await count(file)).toBe(parts[part]);
      }
      seen.push(part);
      await shop.run(`read orders@latest --part ${part} -o again.csv`);
      expect(readFileSync(path.join(shop.folder, 'again.csv'))).toEqual(
        readFileSync(path.join(shop.folder, `${part}.csv`)),
      );
    }
    const all = `SELECT count(DISTINCT order_id) FROM read_parquet('${shop.folder}/*.parquet')`;
    expect(await queryDuckdb(':memory:', all)).toEqual([['30000']]);
    const leaks = `SELECT count(*) FROM (SELECT customer_id FROM '${shop.folder}/train.parquet' INTERSECT SELECT customer_id FROM '${shop.folder}/test.parquet')`;
    expect(await queryDuckdb(':memory:', leaks)).toEqual([['0']]);
  });

  test('refuses drifted data, unless told otherwise, and leaves no file', async () => {
    const shop = await openCliShop();
    await shop.run('snapshot orders --watermark 2020-10-31');
    await shop.update("UPDATE orders SET note = 'x' WHERE order_id = 1500");
    const refused = await shop.run('read orders@latest -o out.csv');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /^error: .*2020-10-02T00:00:00Z \(1,000 rows expected, 1,000 found\).*\[drift\]\n$/,
    );
    expect(() => readFileSync(path.join(shop.folder, 'out.csv'))).toThrow(/ENOENT/);
    const taken = await shop.run('read orders@latest -o out.csv --unverified');
    expect(taken).toMatchObject({ code: 0 });
    expect(taken.stdout).toContain('not verified');
  });

  test('columns, folds and samples', async () => {
    const shop = await openCliShop();
    await shop.run('snapshot orders --watermark 2020-10-31');
    const lines = async (args: string) =>
      (await shop.run(`read orders@latest ${args} --columns order_id,note`)).stdout.trimEnd().split('\n');
    const [head, ...all] = await lines('--part train');
    expect(head).toBe('order_id,note');
    const folds = await Promise.all(
      ['1/3', '2/3', '3/3'].map((fold) => lines(`--part train --fold ${fold}`)),
    );
    expect(folds.flatMap((f) => f.slice(1)).sort()).toEqual([...all].sort());
    const rest = await lines('--part train --except-fold 1/3');
    expect(rest.length + (folds[0]?.length ?? 0)).toBe(all.length + 2);
    const sample = (await lines('--sample 0.1')).length;
    expect(sample).toBeGreaterThan(1000);
    expect(sample).toBeLessThan(6000);
  });

  test('writes every value as documented', async () => {
    const shop = await openCliShop(`  odd:
    source: shop
    table: odd
    ingestion: { column: at }
    columns: { opaque: [nested] }`);
    await shop.update(`CREATE TABLE odd AS SELECT 'a,"b"' || chr(10) || 'c' AS text, '' AS empty, NULL::VARCHAR AS missing,
      170141183460469231731687303715884105727::HUGEINT AS huge, 12345678901234567890.123456789::DECIMAL(38,9) AS exact,
      'nan'::DOUBLE AS nan, '-inf'::DOUBLE AS inf, 0.1::DOUBLE AS tenth, '\\xDE\\xAD'::BLOB AS bytes, DATE '2020-02-29' AS day,
      TIME '23:59:59.5' AS clock, true AS yes, {'k': [1, 2]} AS nested, TIMESTAMP '2020-01-01 00:00:00.000001' AS naive,
      TIMESTAMPTZ '2020-10-01 12:00:00+02' AS "at"`);
    await shop.run('snapshot odd --watermark 2020-10-31');
    const { stdout } = await shop.run('read odd@latest --format ndjson');
    expect(stdout).toBe(
      '{"at":"2020-10-01T10:00:00.000000Z","bytes":"dead","clock":"23:59:59.5","day":"2020-02-29","empty":"",' +
        '"exact":12345678901234567890.123456789,"huge":"170141183460469231731687303715884105727","inf":"-inf","missing":null,' +
        '"naive":"2020-01-01T00:00:00.000001","nan":"nan","nested":"{\'k\': [1, 2]}","tenth":0.1,"text":"a,\\"b\\"\\nc","yes":true}\n',
    );
    const csv = (await shop.run('read odd@latest --columns text,empty,missing,exact,bytes')).stdout;
    expect(csv).toBe(
      'text,empty,missing,exact,bytes\n"a,""b""\nc","",,12345678901234567890.123456789,dead\n',
    );
  });
});

test('sql prints a query that gives exactly the part', async () => {
  const shop = await openCliShop();
  const { parts } = (await shop.run('snapshot orders --watermark 2020-10-31 --json')).json;
  for (const part of ['train', 'validation', 'test']) {
    const { stdout } = await shop.run(`sql orders@latest --part ${part}`);
    expect(await queryDuckdb(shop.file, `SELECT count(*) FROM (${stdout})`)).toEqual([[parts[part]]]);
  }
});

test('row mode latest reads the newest row of each key', async () => {
  const shop = await openCliShop(`  orders:
    source: shop
    table: orders
    ingestion: { column: ingested_at }
    rows: { mode: latest, key: [customer_id] }
    split: { key: [customer_id], parts: { train: 0.5, test: 0.5 } }`);
  await shop.run('snapshot orders --watermark 2020-10-31');
  const { stdout } = await shop.run('read orders@latest --columns customer_id,order_id');
  const rows = stdout.trimEnd().split('\n').slice(1);
  expect(rows).toHaveLength(1000);
  expect(rows).toContain('7,29007');
});

test('doctor and dataset check say what works', async () => {
  const shop = await openCliShop();
  expect((await shop.run('doctor --json')).json).toMatchObject({ ok: true });
  expect((await shop.run('dataset check --json')).json.datasets[0].columns).toContainEqual({
    name: 'amount',
    type: 'decimal',
    native: 'DECIMAL(12,2)',
  });
  await shop.update('DROP TABLE orders');
  for (const command of ['doctor', 'dataset check']) {
    const { code, json } = await shop.run(`${command} --json`);
    expect({ code, ok: json.ok }).toEqual({ code: 1, ok: false });
  }
});

test('init writes a config that is valid, and never over another', async () => {
  const shop = await openCliShop();
  const folder = path.join(shop.folder, 'new');
  expect((await shop.run(`init ${folder}`)).code).toBe(0);
  expect((await shop.run('dataset list --json', { cwd: folder })).json.datasets[0].name).toBe('orders');
  const again = await shop.run(`init ${folder}`);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('[config-invalid]') });
});

test('every command explains itself, with an example where it takes arguments', async () => {
  const shop = await openCliShop();
  for (const command of ['snapshot', 'versions', 'show', 'diff', 'verify', 'tag', 'sql', 'read', 'init']) {
    const { code, stdout } = await shop.run(`${command} --help`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples?:\n {2}tidemark /);
  }
});
