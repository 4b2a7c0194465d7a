import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startFaultProxy } from './fault-proxy.ts';

const heard: string[] = [];
/** Says what it was sent, in two pieces, and where it believes to be. */
const server = http.createServer(async (request, response) => {
  const body = await text(request);
  heard.push(`${request.method} ${request.url} ${body}`);
  response.writeHead(request.url === '/missing' ? 404 : 200, { 'x-from': 'server' });
  response.write(`${body} `);
  response.end(`http://${request.headers.host}/self`);
});
let proxy: Awaited<ReturnType<typeof startFaultProxy>>;

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  proxy = await startFaultProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(async () => {
  await proxy.stop();
  server.close();
});
beforeEach(() => {
  proxy.plan([]);
  heard.length = 0;
});

const get = (path: string) => fetch(`${proxy.url}${path}`);
const post = (path: string, body: string) => fetch(`${proxy.url}${path}`, { method: 'POST', body });

test('passes on what no fault is planned for', async () => {
  const answer = await post('/a?b=%2F', 'é😀');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-from')).toBe('server');
  expect(await answer.text()).toBe(`é😀 ${proxy.url}/self`);
  expect((await get('/missing')).status).toBe(404);
  expect(heard).toEqual(['POST /a?b=%2F é😀', 'GET /missing ']);
  expect(proxy.requests().slice(-2)).toEqual([
    { method: 'POST', path: '/a?b=%2F', body: 'é😀' },
    { method: 'GET', path: '/missing' },
  ]);
});

test('passes on much', async () => {
  const much = 'x'.repeat(5_000_000);
  expect((await (await post('/', much)).text()).startsWith(much)).toBe(true);
});

test('answers in place of the server, to the request it is planned for only', async () => {
  const error = { code: 503, errors: [{ reason: 'backendError' }] };
  proxy.plan([
    {
      method: 'POST',
      path: /^\/jobs/,
      body: /SELECT/,
      nth: 2,
      times: 2,
      answer: { status: 503, body: { error } },
    },
    { path: /^\/late/, answer: { status: 429, body: 'slowly', headers: { 'retry-after': '1' } } },
  ]);
  const statuses: number[] = [];
  for (const [path, body] of [
    ['/jobs', 'SELECT 1'],
    ['/other', 'SELECT 1'],
    ['/jobs', 'DROP'],
    ['/jobs', 'SELECT 2'],
    ['/jobs', 'SELECT 3'],
    ['/jobs', 'SELECT 4'],
  ] as const) {
    statuses.push((await post(path, body)).status);
  }
  expect(statuses).toEqual([200, 200, 200, 503, 503, 200]);
  expect(heard).toEqual([
    'POST /jobs SELECT 1',
    'POST /other SELECT 1',
    'POST /jobs DROP',
    'POST /jobs SELECT 4',
  ]);
  const late = await get('/late');
  expect([late.status, late.headers.get('retry-after'), await late.text()]).toEqual([429, '1', 'slowly']);
});

test('sends what it answers itself as JSON', async () => {
  proxy.plan([{ answer: { status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED' } } } }]);
  const answer = await get('/');
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(await answer.json()).toEqual({ error: { code: 401, status: 'UNAUTHENTICATED' } });
});

test.each([
  ['before', []],
  ['after', ['POST /jobs x']],
] as const)('cuts the connection %s the server handles the request', async (reset, expected) => {
  proxy.plan([{ path: /jobs/, reset }]);
  await expect(post('/jobs', 'x')).rejects.toThrow('fetch failed');
  expect(heard).toEqual(expected);
  expect((await post('/jobs', 'y')).status).toBe(200);
});

test('answers late', async () => {
  proxy.plan([{ delayMs: 300 }]);
  const start = performance.now();
  await get('/');
  expect(performance.now() - start).toBeGreaterThan(290);
});

test('ends in the middle of an answer', async () => {
  proxy.plan([{ truncateAt: 5 }]);
  const answer = await post('/', '0123456789');
  expect(answer.status).toBe(200);
  expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(10);
  await expect(answer.text()).rejects.toThrow('terminated');
});

test.each(['request', 'answer'] as const)('damages the body of the %s on its way', async (damage) => {
  proxy.plan([{ damage }]);
  const answer = await (await post('/', '0123')).text();
  expect(heard).toEqual([damage === 'request' ? 'POST / 0133' : 'POST / 0123']);
  expect(answer.length).toBe(`0123 ${proxy.url}/self`.length);
  expect(answer).not.toBe(`0123 ${proxy.url}/self`);
});

test('lasts when the client goes away', async () => {
  proxy.plan([{ delayMs: 100 }]);
  await expect(fetch(proxy.url, { signal: AbortSignal.timeout(20) })).rejects.toThrow();
  expect((await get('/')).status).toBe(200);
});
