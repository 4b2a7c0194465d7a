import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { keepServer } from './keep-server.ts';
import { pythonVenv } from './python-venv.ts';

/** Also where this runs from dist/, in which there is nothing but JavaScript. */
const EMULATOR = fileURLToPath(new URL('../emulators/snowflake/', import.meta.url)).replace(
  '/dist/test/',
  '/test/',
);

/** Starts the stand-in for Snowflake. No user is known to it before a test says so at its /control. */
export async function startSnowflake(): Promise<{ url: string; stop(): Promise<void> }> {
  const bin = await pythonVenv('snowflake', path.join(EMULATOR, 'requirements.txt'));
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-snowflake-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const stop = await keepServer({
    command: path.join(bin, 'python'),
    args: [path.join(EMULATOR, 'server.py'), String(port)],
    folder,
    environment: { PYTHONDONTWRITEBYTECODE: '1' },
    user: {},
    stopSignal: 'TERM',
    ask: async () => {
      await snowflakeControl(url, { do: 'sessions' });
    },
  });
  return { url, stop };
}

/** Asks the stand-in for what only an administrator, or nobody, could do at Snowflake. */
export async function snowflakeControl<T = unknown>(url: string, what: Record<string, unknown>): Promise<T> {
  const answer = await fetch(`${url}/control`, { method: 'POST', body: JSON.stringify(what) });
  if (!answer.ok) throw new Error(`The Snowflake stand-in answered ${answer.status}.`);
  return (await answer.json()) as T;
}
