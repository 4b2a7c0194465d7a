import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, inject, onTestFinished, test } from 'vitest';
import { openS3Store } from '../../src/store/s3-store.ts';
import { ORDERS, openCliShop } from '../support/cli-shop.ts';

/** What a folder holds: SHA-256 by path. */
function sums(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
  const named = files.map((e) => path.relative(folder, path.join(e.parentPath, e.name))).sort();
  return Object.fromEntries(named.map((name) => [name, sum(readFileSync(path.join(folder, name)))]));
}

const sum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function openShop(rows?: number) {
  const shop = await openCliShop(`  orders:${ORDERS}`, rows);
  const { json } = await shop.run('snapshot orders --watermark 2020-10-31 --json');
  return {
    ...shop,
    id: json.id as string,
    sha256: json.sha256 as string,
    at: (name: string) => path.join(shop.folder, name),
  };
}

test('the same bytes each time, from the source as from the archive, with the manifest as it is hashed', async () => {
  const shop = await openShop();
  const { json, code } = await shop.run('export orders@latest one --rows-per-file 7000 --json');
  expect(code).toBe(0);
  expect(json).toMatchObject({ id: shop.id, written: true, from: 'source' });
  const one = sums(shop.at('one'));
  expect(Object.keys(one).filter((name) => name.includes('train'))).toEqual(
    [0, 1, 2, 3].map((i) => `data/train-0000${i}-of-00004.parquet`),
  );
  expect(one['manifest.json']).toBe(shop.sha256);
  expect(
    Object.fromEntries(json.files.map((f: { path: string; sha256: string }) => [f.path, f.sha256])),
  ).toEqual(one);
  expect((await shop.run('keep orders@latest archive')).code).toBe(0);
  const again = await shop.run('export orders@latest two --rows-per-file 7000 --json');
  expect(again.json.from).toBe('archive');
  expect(sums(shop.at('two'))).toEqual(one);
  expect(readdirSync(shop.folder).filter((f) => f.startsWith('.tidemark-'))).toEqual([]);
});

test('is there already, or something else is', async () => {
  const shop = await openShop();
  const run = 'export orders@latest out --part test --columns note,amount';
  mkdirSync(shop.at('out'));
  expect((await shop.run(run)).code).toBe(0);
  const before = sums(shop.at('out'));
  expect(await shop.run(run)).toMatchObject({ code: 0, stdout: expect.stringContaining('already') });
  const refused = { code: 2, stderr: expect.stringMatching(/^error: .*\[export-conflict\]\n$/) };
  expect(await shop.run('export orders@latest out --part test')).toMatchObject(refused);
  writeFileSync(shop.at('out/data/more'), '');
  expect(await shop.run(run)).toMatchObject(refused);
  rmSync(shop.at('out/data/more'));
  writeFileSync(shop.at('out/data/test-00000-of-00001.parquet'), 'torn');
  expect(await shop.run(run)).toMatchObject(refused);
  expect(Object.keys(sums(shop.at('out')))).toEqual(Object.keys(before));
  writeFileSync(shop.at('file'), 'kept');
  expect(await shop.run('export orders@latest file')).toMatchObject(refused);
  expect(readFileSync(shop.at('file'), 'utf8')).toBe('kept');
  expect(await shop.run('export orders@latest none/out')).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/^error: Cannot write none\/out: .*\[output-failed\]\n$/),
  });
  expect(await shop.run('export orders@latest https://host/out')).toMatchObject({ code: 2 });
  expect(await shop.run('export orders@latest s3://bucket/../out')).toMatchObject({ code: 2 });
  expect(await shop.run('export orders@latest new --part train,test,other')).toMatchObject({ code: 3 });
  expect(existsSync(shop.at('new'))).toBe(false);
});

test('Ctrl-C ends it in one line and leaves nothing', async () => {
  const shop = await openShop(300_000);
  const begun = () =>
    readdirSync(shop.folder).some((f) => f.startsWith('.tidemark-') && existsSync(shop.at(`${f}/data`)));
  const stopped = await shop.run('export orders@latest out --rows-per-file 1000', {
    onStart(child) {
      const timer = setInterval(() => {
        if (!begun()) return;
        clearInterval(timer);
        child.kill('SIGINT');
      }, 5);
      onTestFinished(() => clearInterval(timer));
    },
  });
  expect(stopped).toMatchObject({
    code: 130,
    stderr: expect.stringMatching(/^error: [^\n]*\[cancelled\]\n$/),
  });
  expect(readdirSync(shop.folder).sort()).toEqual(['.tidemark', 'config', 'data']);
});

test('into S3, the same bytes as into a folder', async () => {
  const { endpoint, accessKeyId, secretAccessKey, bucket } = inject('s3');
  const shop = await openShop();
  const env = {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: 'us-east-1',
  };
  const url = `s3://${bucket}/exports/${path.basename(shop.folder)}`;
  const options = '--rows-per-file 9000';
  expect(await shop.run(`export orders@latest out ${options}`)).toMatchObject({ code: 0 });
  expect(await shop.run(`export orders@latest ${url} ${options}`, { env })).toMatchObject({ code: 0 });
  const store = openS3Store(
    {
      url,
      endpoint,
      accessKeyId: { env: 'AWS_ACCESS_KEY_ID' },
      secretAccessKey: { env: 'AWS_SECRET_ACCESS_KEY' },
    },
    env,
  );
  onTestFinished(() => store.close());
  const { signal } = new AbortController();
  const keys: string[] = [];
  for await (const { key } of store.list('', signal)) keys.push(key);
  const found = await Promise.all(
    keys.sort().map(async (key) => [key, sum(await buffer(await store.read(key, undefined, signal)))]),
  );
  expect(Object.fromEntries(found)).toEqual(sums(shop.at('out')));
  expect(await shop.run(`export orders@latest ${url} ${options}`, { env })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('already'),
  });
  expect(await shop.run(`export orders@latest ${url}`, { env })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('[export-conflict]'),
  });
  // As a killed run leaves it: the next goes on.
  await store.remove('manifest.json', signal);
  await store.remove('data/train-00001-of-00003.parquet', signal);
  expect(await shop.run(`export orders@latest ${url} ${options}`, { env })).toMatchObject({ code: 0 });
  expect(await store.size('manifest.json', signal)).toBeGreaterThan(0n);
});
