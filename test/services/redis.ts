import { mkdtempSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findServer } from './find-server.ts';
import { freePort } from './free-port.ts';
import { keepServer } from './keep-server.ts';
import { handOver, serverUser } from './server-user.ts';

/** Starts a Redis of the tests' own, which keeps nothing on disk. */
export async function startRedis(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = findServer(['redis-server', 'valkey-server'], 'redis-server', [
    '/usr/local/bin',
    '/opt/homebrew/bin',
  ]);
  const user = serverUser('redis');
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-redis-'));
  handOver(user, folder);
  const port = await freePort();
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' };
  const stop = await keepServer({
    command: server,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    folder,
    user,
    stopSignal: 'TERM',
    ask: () => ping(port),
  });
  return { url: `redis://127.0.0.1:${port}`, stop };
}

/** @throws where the server does not answer PONG */
function ping(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')));
    socket.on('error', reject);
    socket.on('data', (answer) => {
      socket.destroy();
      if (answer.toString() === '+PONG\r\n') resolve();
      else reject(new Error(`Redis answered ${answer.toString()}`));
    });
  });
}
