import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, inject, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { openS3Store } from '../../src/store/s3-store.ts';
import type { Store } from '../../src/store/store.ts';
import { startTcpProxy } from '../services/tcp-proxy.ts';
import { s3Fixture, s3Store } from './s3-fixture.ts';
import { code, listed, partialOf, readText, SIGNAL, save, storeSuite } from './store-suite.ts';
import { endlessFile, pour } from './writer.ts';

storeSuite('in S3', async () => s3Fixture());

/** Everything that can be asked of a store. */
const ASKED: readonly ((store: Store) => Promise<unknown>)[] = [
  (store) => save(store, 'a', 'x'),
  (store) => store.read('a', undefined, SIGNAL),
  (store) => store.size('a', SIGNAL),
  (store) => store.remove('a', SIGNAL),
  (store) => listed(store),
];

test('refuses who is not known, by whatever is wrong', async () => {
  const { settings, environment } = s3Fixture();
  for (const wrong of [{ STORE_KEY: 'nobody' }, { STORE_SECRET: 'wrong' }]) {
    const store = openS3Store(settings, { ...environment, ...wrong });
    for (const ask of ASKED) await expect(ask(store)).rejects.toEqual(code('store-denied'));
  }
  await expect(openStore(settings, '/', { STORE_KEY: 'x' })).rejects.toEqual(code('config-invalid'));
});

test('says that there is no such bucket', async () => {
  const store = s3Store({ url: 's3://no-such-bucket/x' });
  for (const ask of ASKED) {
    await expect(ask(store)).rejects.toMatchObject({
      code: 'store-invalid',
      message: expect.stringContaining('s3://no-such-bucket/x'),
    });
  }
});

test('says that nobody answers, and soon', async () => {
  const silent = net.createServer(() => undefined).listen(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  for (const endpoint of ['http://127.0.0.1:1', `http://127.0.0.1:${port}`]) {
    const store = s3Store({ endpoint }, { idleMs: 200, attempts: 2 });
    const start = performance.now();
    await Promise.all(ASKED.map((ask) => expect(ask(store)).rejects.toMatchObject({ kind: 'transient' })));
    expect(performance.now() - start).toBeLessThan(20_000);
  }
});

test('keeps to its prefix', async () => {
  const { settings, environment } = s3Fixture();
  const outer = openS3Store(settings, environment);
  const inner = openS3Store({ ...settings, url: `${settings.url}/in/` }, environment);
  const beside = openS3Store({ ...settings, url: `${settings.url}/i` }, environment);
  await save(inner, 'a', 'x');
  expect(inner.place).toBe(`${settings.url}/in`);
  expect((await listed(inner)).map((f) => f.key)).toEqual(['a']);
  expect((await listed(outer)).map((f) => f.key)).toEqual(['in/a']);
  expect(await listed(beside)).toEqual([]);
});

test('finds endpoint, region and credentials where the AWS tools do', async () => {
  const { endpoint, bucket, accessKeyId, secretAccessKey } = inject('s3');
  const variables = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  const before = { ...process.env };
  onTestFinished(() => {
    process.env = before;
  });
  Object.assign(process.env, variables);
  for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3']) {
    const store = await openStore(`s3://${bucket}/environment`, '/', { [name]: endpoint });
    expect(await store.size('a', SIGNAL)).toBeUndefined();
  }
  const wrong = { AWS_ENDPOINT_URL: 'http://user:hunter2@x' };
  await expect(openStore('s3://bucket', '/', wrong)).rejects.toMatchObject({
    code: 'store-invalid',
    message: expect.not.stringContaining('hunter2'),
  });
});

test('reads what somebody else put there before it takes it for the same', async () => {
  const { settings, environment } = s3Fixture();
  const { endpoint, bucket, accessKeyId, secretAccessKey } = inject('s3');
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  const key = `${settings.url.slice(`s3://${bucket}/`.length)}/a`;
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'one' }));
  const store = openS3Store(settings, environment);
  expect(await save(store, 'a', 'one')).toBe(false);
  await expect(save(store, 'a', 'two')).rejects.toEqual(code('store-conflict'));
  expect(await readText(store, 'a')).toBe('one');
});

test('a server that goes in the middle of an upload: an error within bounded time, and nothing to be read', async () => {
  const proxy = await startTcpProxy(new URL(inject('s3').endpoint).host);
  onTestFinished(() => proxy.stop());
  const fixture = s3Fixture();
  const direct = openS3Store(fixture.settings, fixture.environment);
  const endpoint = `http://${proxy.address}`;
  const store = openS3Store({ ...fixture.settings, endpoint }, fixture.environment);
  const { file, sum } = endlessFile();
  const saving = store.save('a', file, sum, SIGNAL).catch((error: unknown) => error);
  await partialOf(direct);
  await proxy.stop();
  // The file goes on, and its next part finds nobody.
  const more = pour(file, 15_000_000);
  const start = performance.now();
  expect(await saving).toEqual(code('store-unavailable'));
  expect(performance.now() - start).toBeLessThan(30_000);
  more.kill();
  expect(await direct.size('a', SIGNAL)).toBeUndefined();
  expect(await listed(direct)).toEqual([expect.objectContaining({ partial: true })]);
});

test('a server that goes in the middle of a download: the stream fails within bounded time', async () => {
  const proxy = await startTcpProxy(new URL(inject('s3').endpoint).host);
  onTestFinished(() => proxy.stop());
  const { settings, environment } = s3Fixture({ endpoint: `http://${proxy.address}` });
  const store = openS3Store(settings, environment);
  await save(store, 'a', Buffer.alloc(40_000_000));
  const stream = await store.read('a', undefined, SIGNAL);
  const start = performance.now();
  const reading = (async () => {
    for await (const chunk of stream) {
      expect(chunk.length).toBeGreaterThan(0);
      await proxy.stop();
    }
  })();
  await expect(reading).rejects.toEqual(code('store-unavailable'));
  expect(performance.now() - start).toBeLessThan(30_000);
});
