import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, inject, test } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';

const POSTGRES = fileURLToPath(new URL('../../dist/test/services/postgres.js', import.meta.url));
const START = `import(${JSON.stringify(POSTGRES)}).then((m) => m.startPostgres()).then((s) => console.log(s.url));`;

test('Redis answers', async () => {
  const { hostname, port } = new URL(inject('redis'));
  const socket = connect(Number(port), hostname);
  socket.write('PING\r\n');
  const [answer] = await once(socket, 'data');
  socket.destroy();
  expect(String(answer)).toBe('+PONG\r\n');
});

test('BigQuery answers', async () => {
  const answer = await fetch(`${inject('bigquery')}/bigquery/v2/projects/test/queries`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    body: JSON.stringify({ query: 'SELECT TO_HEX(SHA256("tidemark")) AS hash', useLegacySql: false }),
  });
  expect(await answer.json()).toMatchObject({
    jobComplete: true,
    rows: [{ f: [{ v: createHash('sha256').update('tidemark').digest('hex') }] }],
  });
});

test.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)(
  'a server ends, and its folder goes, when the tests are ended by %s',
  async (signal) => {
    const place = tempFolder();
    // The server runs as another user where the tests run as root.
    chmodSync(place, 0o1777);
    const tests = spawn(process.execPath, ['-e', START], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: place },
    });
    const [url] = await once(tests.stdout, 'data');
    const { port } = new URL(String(url).trim());
    expect(await listens(Number(port))).toBe(true);
    expect(readdirSync(place)).toHaveLength(1);
    tests.kill(signal);
    await once(tests, 'exit');
    for (let i = 0; i < 600 && (await listens(Number(port))); i++) await sleep(100);
    expect(await listens(Number(port))).toBe(false);
    for (let i = 0; i < 100 && readdirSync(place).length > 0; i++) await sleep(100);
    expect(readdirSync(place)).toEqual([]);
  },
);

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
