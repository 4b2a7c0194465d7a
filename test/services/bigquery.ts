import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { keepServer } from './keep-server.ts';
import { pythonVenv } from './python-venv.ts';

const FOLDER = fileURLToPath(new URL('../emulators/bigquery/', import.meta.url));

/**
 * Starts a stand-in for BigQuery, which keeps its tables in memory. What it does as BigQuery does, and what it does
 * not: test/emulators/bigquery/README.md. It takes any project, and any token but `expired`.
 * @returns `url` of the REST API; `storageUrl`, host and port of the Storage API, gRPC without TLS
 */
export async function startBigquery(): Promise<{ url: string; storageUrl: string; stop(): Promise<void> }> {
  const bin = await pythonVenv('bigquery', path.join(FOLDER, 'requirements.txt'));
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-bigquery-'));
  const [port, storagePort] = await Promise.all([freePort(), freePort()]);
  const url = `http://127.0.0.1:${port}`;
  const stop = await keepServer({
    command: path.join(bin, 'python'),
    args: [
      path.join(FOLDER, 'serve.py'),
      'start',
      '--ephemeral',
      `--rest-port=${port}`,
      `--grpc-port=${storagePort}`,
      '--log-level=warning',
    ],
    folder,
    environment: {
      HOME: folder,
      // Python would write beside the sources.
      PYTHONDONTWRITEBYTECODE: '1',
      // Avro for loads, which would be got from DuckDB's server.
      BQEMU_ENABLE_FORMAT_EXTENSIONS: 'false',
    },
    user: {},
    stopSignal: 'TERM',
    ask: async () => {
      const headers = { authorization: 'Bearer any' };
      const answer = await fetch(`${url}/bigquery/v2/projects/test/datasets`, { headers });
      if (!answer.ok) throw new Error(`the stand-in answered ${answer.status}`);
    },
  });
  return { url, storageUrl: `127.0.0.1:${storagePort}`, stop };
}
