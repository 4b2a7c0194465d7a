import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheFolder } from './cache-folder.ts';
import { freePort } from './free-port.ts';
import { keepServer } from './keep-server.ts';
import { pythonVenv } from './python-venv.ts';

const run = promisify(execFile);

/** Also where this runs from dist/, in which there is nothing but JavaScript. */
const FOLDER = fileURLToPath(new URL('./s3/', import.meta.url)).replace('/dist/test/', '/test/');
const OLDEST_GO = [1, 25] as const;

/** An S3 server, and a bucket that is there. */
export interface S3Server {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly bucket: string;
}

/**
 * Starts an S3 server of the tests' own: it checks signatures, and knows multipart uploads, ranges and conditional
 * writes. Its program is built once a machine.
 */
export async function startS3(): Promise<{ s3: S3Server; stop(): Promise<void> }> {
  const program = await build();
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-s3-'));
  const [data, metadata, bucket] = [path.join(folder, 'data'), path.join(folder, 'metadata'), 'tidemark'];
  for (const one of [metadata, path.join(data, bucket)]) mkdirSync(one, { recursive: true });
  const port = await freePort();
  const [accessKeyId, secretAccessKey] = ['tests-of-tidemark', 'se/cret+of=tests'];
  const s3 = { endpoint: `http://127.0.0.1:${port}`, accessKeyId, secretAccessKey, bucket };
  const stop = await keepServer({
    command: program,
    args: [data, metadata, `127.0.0.1:${port}`],
    folder,
    environment: { ROOT_ACCESS_KEY: accessKeyId, ROOT_SECRET_KEY: secretAccessKey },
    user: {},
    stopSignal: 'TERM',
    ask: async () => {
      const { status } = await fetch(`${s3.endpoint}/${bucket}`);
      if (status !== 403) throw new Error(`the server answered ${status} to a stranger`);
    },
  });
  return { s3, stop };
}

async function build(): Promise<string> {
  const names = ['main.go', 'go.mod', 'go.sum'];
  const from = names.map((name) => readFileSync(path.join(FOLDER, name), 'utf8'));
  const folder = await cacheFolder('s3', from, async (place) => {
    const program = path.join(place, 's3');
    // Without optimisation and debug information it is built in half the time.
    const flags = ['-mod=readonly', '-gcflags=all=-N -l', '-ldflags=-s -w', '-buildvcs=false'];
    const environment = { ...process.env, GOTOOLCHAIN: 'local', CGO_ENABLED: '0' };
    await run(await go(), ['build', ...flags, '-o', program, '.'], { cwd: FOLDER, env: environment });
  });
  return path.join(folder, 's3');
}

/** The machine's own where it is new enough: Debian has an older one; else the one that PyPI has. */
async function go(): Promise<string> {
  try {
    const said = execFileSync('go', ['env', 'GOVERSION'], {
      encoding: 'utf8',
      stdio: 'pipe',
      env: { ...process.env, GOTOOLCHAIN: 'local' },
    });
    const [, major = 0, minor = 0] = /^go(\d+)\.(\d+)/.exec(said) ?? [];
    if (Number(major) === OLDEST_GO[0] && Number(minor) >= OLDEST_GO[1]) return 'go';
  } catch {
    // There is none.
  }
  return path.join(await pythonVenv('go', path.join(FOLDER, 'requirements.txt')), 'go');
}
