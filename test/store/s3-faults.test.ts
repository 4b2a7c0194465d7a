import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startFaultProxy } from '../services/fault-proxy.ts';
import { s3Store } from './s3-fixture.ts';
import { bytesOf, code, listed, readText, SIGNAL, save } from './store-suite.ts';

let proxy: Awaited<ReturnType<typeof startFaultProxy>>;
beforeAll(async () => {
  proxy = await startFaultProxy(inject('s3').endpoint);
});
afterAll(() => proxy.stop());
const open = () => s3Store({ endpoint: proxy.url });
const PUT = { method: 'PUT' } as const;

test('bytes damaged on their way there are not added', async () => {
  const store = open();
  proxy.plan([{ ...PUT, damage: 'request' }]);
  await expect(save(store, 'a', '0123456789')).rejects.toEqual(code('object-damaged'));
  proxy.plan([{ ...PUT, path: /partNumber=2/, damage: 'request' }]);
  await expect(save(store, 'b', bytesOf(20))).rejects.toEqual(code('object-damaged'));
  expect(await listed(store)).toEqual([]);
});

test('bytes damaged on their way back fail the stream', async () => {
  const store = open();
  await save(store, 'a', '0123456789');
  proxy.plan([{ method: 'GET', damage: 'answer' }]);
  await expect(readText(store, 'a')).rejects.toEqual(code('object-damaged'));
});

test('a download that is cut goes on where it was', async () => {
  const store = open();
  await save(store, 'a', '0123456789');
  proxy.plan([{ method: 'GET', truncateAt: 4 }]);
  expect(await readText(store, 'a')).toBe('0123456789');
  proxy.plan([{ method: 'GET', truncateAt: 4 }]);
  expect(await readText(store, 'a', { start: 1n, end: 9n })).toBe('12345678');
});

test.each([
  [503, 1, undefined],
  [503, 9, 'store-unavailable'],
  [507, 9, 'disk-full'],
  [501, 1, undefined],
] as const)('an answer %i, %i times, to an upload', async (status, times, expected) => {
  const store = open();
  proxy.plan([{ ...PUT, times, answer: { status, body: '' } }]);
  const saved = await save(store, 'a', 'x').catch((error: { code?: string }) => error.code);
  proxy.plan([]);
  expect(saved).toBe(expected ?? true);
  expect(await store.size('a', SIGNAL)).toBe(expected ? undefined : 1n);
});

test.each([
  ['one request', 1],
  ['many', 20],
])('where the answer to an upload in %s is lost, it is there all the same', async (_, megabytes) => {
  const store = open();
  const ends = megabytes === 1 ? PUT : ({ method: 'POST', path: /uploadId=/ } as const);
  proxy.plan([{ ...ends, reset: 'after' }]);
  await save(store, 'a', bytesOf(megabytes));
  expect(await listed(store)).toEqual([expect.objectContaining({ key: 'a', partial: false })]);
});
