import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CliResult } from '../support/cli.ts';
import { ORDERS, openCliShop } from '../support/cli-shop.ts';

/** One line on standard error, with a code, and no stack trace. */
function expectError(result: CliResult, exit: number, code: string, text: RegExp = /./) {
  expect({ code: result.code, stderr: result.stderr }).toEqual({
    code: exit,
    stderr: expect.stringMatching(new RegExp(`^error: [^\\n]{20,} \\[${code}\\]\\n$`)),
  });
  expect(result.stderr).toMatch(text);
}

describe('references', () => {
  test.each([
    ['show orders', 2, 'reference-invalid', /NAME@/],
    ['show orders@zzzzzz', 3, 'version-missing', /orders@20201031T000000Z-/],
    ['show orders@lates', 3, 'version-missing', /The newest of 1/],
    ['show orders@2020-10-30', 3, 'version-missing', /./],
    ['show orders@2020-13-30', 2, 'instant-invalid', /./],
    ['show order@latest', 3, 'version-missing', /no versions of "order"/],
    ['versions order', 3, 'dataset-missing', /Did you mean "orders"/],
    ['snapshot order', 3, 'dataset-missing', /Did you mean "orders"/],
    ['tag orders@latest latest', 2, 'name-invalid', /./],
    ['tag orders@latest Prod', 2, 'name-invalid', /lower-case/],
    ['diff orders@latest orders@zzzzzz', 3, 'version-missing', /./],
    ['verify orders@zzzzzz', 3, 'version-missing', /./],
  ] as const)('%s', async (args, exit, code, text) => {
    const shop = await openCliShop(`  orders:${ORDERS}`, 30);
    await shop.run('snapshot orders --watermark 2020-10-31');
    expectError(await shop.run(args), exit, code, text);
  });

  test('an ambiguous prefix lists what it could be', async () => {
    const shop = await openCliShop(`  orders:${ORDERS}`, 30);
    const { json } = await shop.run('snapshot orders --watermark 2020-10-31 --json');
    const prefix = json.id.slice(-16, -10);
    const other = json.id.replace('20201031', '20201030').slice(0, -10) + 'aaaaaaaaaa';
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(path.join(shop.folder, '.tidemark/catalog.db'));
    db.prepare(
      `INSERT INTO versions (id, dataset, watermark, hash, sha256, manifest, facts, created)
       SELECT ?, dataset, '2020-10-30T00:00:00Z', ?, sha256, manifest, facts, created FROM versions`,
    ).run(other, other.slice(-16));
    db.close();
    const result = await shop.run(`show orders@${prefix}`);
    expectError(result, 2, 'reference-ambiguous');
    expect(result.stderr).toContain(json.id);
    expect(result.stderr).toContain(other);
  });
});

describe('selections', () => {
  test.each([
    ['--part tset', 3, 'part-missing', /train, validation, test.*Did you mean "test"/],
    ['--fold 0/5', 2, 'usage', /2\/5/],
    ['--fold 6/5', 2, 'usage', /2\/5/],
    ['--fold x', 2, 'usage', /2\/5/],
    ['--fold 1/5 --except-fold 2/5', 2, 'usage', /./],
    ['--sample 0', 2, 'split-invalid', /./],
    ['--sample 1.5', 2, 'split-invalid', /./],
    ['--columns amont', 3, 'column-missing', /Did you mean "amount"/],
    ['--columns amount,amount', 2, 'usage', /./],
    ['--format xml', 2, 'usage', /parquet, arrow, csv, ndjson/],
    ['-o nowhere/out.csv', 4, 'output-failed', /./],
    ['--json', 2, 'usage', /-o FILE/],
  ] as const)('read %s', async (args, exit, code, text) => {
    const shop = await openCliShop(`  orders:${ORDERS}`, 30);
    await shop.run('snapshot orders --watermark 2020-10-31');
    expectError(await shop.run(`read orders@latest ${args}`), exit, code, text);
  });
});

describe('the config', () => {
  test('none, not YAML, and a misspelt key', async () => {
    const shop = await openCliShop(`  orders:${ORDERS}`, 30);
    expectError(await shop.run('dataset list --config nope.yaml'), 3, 'config-missing', /tidemark init/);
    shop.config('sources: [');
    expectError(await shop.run('dataset list'), 2, 'config-invalid', /tidemark\.yaml:\d+:\d+/);
    shop.config('sorces: {}');
    expectError(
      await shop.run('dataset list'),
      2,
      'config-invalid',
      /tidemark\.yaml:1:1: sorces: .*Did you mean "sources"/,
    );
  });

  test('a password in the catalog’s URL is refused, and not repeated', async () => {
    const shop = await openCliShop(`  orders:${ORDERS}`, 30);
    shop.config(`catalog: postgres://me:s3cret@localhost/x\nsources: {}`);
    const result = await shop.run('versions orders');
    expectError(result, 2, 'config-invalid', /env: NAME/);
    expect(result.stderr + result.stdout).not.toContain('s3cret');
  });

  test('with --json the error is an object too', async () => {
    const shop = await openCliShop(`  orders:${ORDERS}`, 30);
    const result = await shop.run('snapshot order --json');
    expect(result.json.error).toMatchObject({ code: 'dataset-missing', kind: 'missing' });
  });
});

test('unknown commands and options', async () => {
  const shop = await openCliShop(`  orders:${ORDERS}`, 30);
  for (const args of ['snapshto', 'snapshot', 'snapshot orders --fulll', 'versions orders --limit 0']) {
    const result = await shop.run(args);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/^error: /);
    expect(result.stderr).not.toContain('    at ');
  }
});

describe('the warehouse', () => {
  test('no such file, not a database, locked by its writer', async () => {
    const shop = await openCliShop(`  orders:${ORDERS}`, 30);
    writeFileSync(path.join(shop.folder, 'data/bad.duckdb'), 'not a database');
    const source = (file: string) =>
      shop.config(`sources:\n  shop: { type: duckdb, path: data/${file} }\ndatasets:\n  orders:${ORDERS}\n`);
    source('none.duckdb');
    expectError(await shop.run('snapshot orders'), 3, 'source-missing', /none\.duckdb/);
    source('bad.duckdb');
    expectError(await shop.run('snapshot orders'), 2, 'source-invalid', /bad\.duckdb/);
    source('shop.duckdb');
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const writer = await DuckDBInstance.create(shop.file);
    const connection = await writer.connect();
    await connection.run('CREATE TABLE held (i INTEGER)');
    expectError(await shop.run('snapshot orders'), 4, 'source-unavailable', /lock/);
    connection.closeSync();
    writer.closeSync();
  });

  test.each([
    ['snapshot orders --watermark 2099-01-01', 2, 'watermark-invalid', /in the future/],
    [
      'snapshot orders --watermark 2020-10-30T01:00',
      2,
      'watermark-invalid',
      /2020-10-30T00:00:00Z or 2020-10-31T00:00:00Z/,
    ],
    ['snapshot orders --watermark 2020-10-01', 2, 'table-empty', /first partition starts at 2020-10-01/],
    ['snapshot orders --watermark yesterday', 2, 'instant-invalid', /./],
    ['snapshot orders --tag Prod', 2, 'name-invalid', /./],
  ] as const)('%s', async (args, exit, code, text) => {
    const shop = await openCliShop(`  orders:${ORDERS}`, 30);
    expectError(await shop.run(args), exit, code, text);
    expect((await shop.run('versions orders --json')).json.versions).toEqual([]);
  });

  test('an empty table', async () => {
    const shop = await openCliShop(`  orders:${ORDERS}`, 30);
    await shop.update('DELETE FROM orders');
    expectError(await shop.run('snapshot orders'), 2, 'table-empty', /no rows/);
  });

  test('hostile texts, 1 MB of text and hostile names survive a snapshot, a verify and a read', async () => {
    const shop = await openCliShop(
      `  hostile:\n    source: shop\n    table: '"my ""table"""'\n    ingestion: { column: 'when|~"x' }\n    split: { key: ['k ey'], salt: "a'b|~", parts: { train: 0.5, test: 0.5 } }`,
      30,
    );
    await shop.update(
      `CREATE TABLE "my ""table""" ("k ey" VARCHAR, "it's" VARCHAR, "when|~""x" TIMESTAMP)`,
      `INSERT INTO "my ""table""" VALUES ('a|b', repeat('x', 1000000), '2020-10-01'), ('~N', chr(1) || chr(7) || chr(27) || '😀', '2020-10-01'),
       (NULL, '''; DROP TABLE orders; --', '2020-10-01'), ('', E'a\\nb', '2020-10-02')`,
    );
    const { json } = await shop.run('snapshot hostile --watermark 2020-10-31 --json');
    expect(json.rows).toBe('4');
    expect((await shop.run('verify hostile@latest')).code).toBe(0);
    const { stdout } = await shop.run('read hostile@latest --format ndjson');
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(rows.map((r) => r['k ey']))).toEqual(new Set(['', 'a|b', '~N', null]));
    expect(rows.find((r) => r['k ey'] === 'a|b')["it's"]).toHaveLength(1_000_000);
    expect(rows.find((r) => r['k ey'] === '~N')["it's"]).toBe('\u0001\u0007\u001B😀');
  });
});
