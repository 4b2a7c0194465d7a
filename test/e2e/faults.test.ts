import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { ORDERS, openCliShop } from '../support/cli-shop.ts';

const BIN = fileURLToPath(new URL('../../dist/src/main/tidemark.js', import.meta.url));
const CHUNKED = `  orders:${ORDERS}\n    rowsPerScan: 10000`;

/** Acts as soon as the catalog has the digests of so many partitions, while the process runs. */
async function whenDigested(
  folder: string,
  count: number,
  child: ChildProcess,
  act: () => void,
): Promise<void> {
  const file = path.join(folder, '.tidemark/catalog.db');
  while (child.exitCode === null && child.signalCode === null) {
    const db = existsSync(file) ? new Database(file, { readonly: true }) : undefined;
    try {
      const row = db?.prepare('SELECT count(*) AS digested FROM partition_states').get() as
        | { digested: number }
        | undefined;
      if ((row?.digested ?? 0) >= count) return act();
    } catch {
      // The tables are being made, or the file is being written: look again.
    } finally {
      db?.close();
    }
    await sleep(2);
  }
}

test('killed at any moment, a snapshot leaves no half version, and the next gives the same ID', async () => {
  const [shop, fresh] = [await openCliShop(CHUNKED, 300_000), await openCliShop(CHUNKED, 300_000)];
  const expected = (await fresh.run('snapshot orders --watermark 2020-10-31 --json')).json;
  const atTimes = [50, 200, 350].map(
    (delay) => (child: ChildProcess) => void setTimeout(() => child.kill('SIGKILL'), delay),
  );
  const atPartitions = [1, 5, 9, 13, 17, 21, 25].map(
    (count) => (child: ChildProcess) =>
      void whenDigested(shop.folder, count, child, () => child.kill('SIGKILL')),
  );
  for (const onStart of [...atTimes, ...atPartitions]) {
    const { signal } = await shop.run('snapshot orders --watermark 2020-10-31 --json', { onStart });
    expect(signal).toBe('SIGKILL');
    const { json, code } = await shop.run('versions orders --json');
    expect(code).toBe(0);
    expect(json.versions.length).toBeLessThanOrEqual(1);
    for (const version of json.versions) expect(version.id).toBe(expected.id);
  }
  const { json, code } = await shop.run('snapshot orders --watermark 2020-10-31 --json');
  expect(code).toBe(0);
  expect(json).toMatchObject({ id: expected.id, rows: expected.rows, parts: expected.parts });
  expect((await shop.run('verify orders@latest')).code).toBe(0);
});

test('Ctrl-C ends a snapshot in one line, and the next goes on', async () => {
  const shop = await openCliShop(CHUNKED, 300_000);
  const stopped = await shop.run('snapshot orders --watermark 2020-10-31', {
    onStart: (child) => void whenDigested(shop.folder, 1, child, () => child.kill('SIGINT')),
  });
  expect(stopped).toMatchObject({ code: 130, stderr: expect.stringMatching(/^error: .*\[cancelled\]\n$/) });
  expect((await shop.run('snapshot orders --watermark 2020-10-31')).code).toBe(0);
});

test('two processes that snapshot one dataset at once: one version, and one waits for the other', async () => {
  const shop = await openCliShop(CHUNKED, 300_000);
  const results = await Promise.all(
    [1, 2, 3].map(() => shop.run('snapshot orders --watermark 2020-10-31 --json')),
  );
  expect(results.map((r) => r.code)).toEqual([0, 0, 0]);
  expect(new Set(results.map((r) => r.json.id)).size).toBe(1);
  expect(results.filter((r) => r.json.isNew)).toHaveLength(1);
  expect((await shop.run('versions orders --json')).json.versions).toHaveLength(1);
});

test('a catalog that is no database, or is read-only', async () => {
  const shop = await openCliShop(`  orders:${ORDERS}`, 30);
  const file = path.join(shop.folder, '.tidemark', 'catalog.db');
  mkdirSync(path.dirname(file));
  writeFileSync(file, 'my notes\n'.repeat(100));
  const noDatabase = await shop.run('snapshot orders --watermark 2020-10-31');
  expect(noDatabase).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^error: .*not a database.*\[catalog-invalid\]\n$/),
  });

  const other = await openCliShop(`  orders:${ORDERS}`, 30);
  const made = await other.run('snapshot orders --watermark 2020-10-30 --json');
  const catalog = path.join(other.folder, '.tidemark');
  chmodSync(path.join(catalog, 'catalog.db'), 0o444);
  chmodSync(catalog, 0o555);
  chmodSync(other.folder, 0o755);
  // Root may write anywhere, so the tests of the superuser run this as nobody.
  const asNobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  const refused = await other.run('snapshot orders --watermark 2020-10-31', asNobody);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^error: .*read-only.*\[catalog-read-only\]\n$/),
  });
  const shown = await other.run('show orders@latest --json', asNobody);
  expect(shown.json).toMatchObject({ id: made.json.id });
});

test('a full disk: nothing half written, one line', async () => {
  const shop = await openCliShop(`  orders:${ORDERS}`, 30_000);
  await shop.run('snapshot orders --watermark 2020-10-30');
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [BIN, 'read', 'orders@latest'], {
    cwd: shop.folder,
    stdio: ['ignore', full, 'pipe'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect({ code, stderr }).toEqual({
    code: 4,
    stderr: expect.stringMatching(/^error: .*full.*\[disk-full\]\n$/),
  });

  // A file system of 300 KB, in a mount namespace of its own.
  const small = path.join(shop.folder, 'small');
  mkdirSync(small);
  shop.config(
    `catalog: sqlite:small/catalog.db\nsources:\n  shop: { type: duckdb, path: data/shop.duckdb }\ndatasets:\n  orders:${ORDERS}\n`,
  );
  const script = `mount -t tmpfs -o size=300k tmpfs small && head -c 200000 /dev/zero > small/ballast &&
    node ${BIN} snapshot orders --watermark 2020-10-31; echo "exit $?"; ls small;
    rm small/ballast; node ${BIN} read orders@latest -o small/out.csv --config config/other.yaml; echo "exit $?"; ls -A small`;
  writeFileSync(
    path.join(shop.folder, 'config/other.yaml'),
    `sources:\n  shop: { type: duckdb, path: data/shop.duckdb }\ndatasets:\n  orders:${ORDERS}\n`,
  );
  const printed = await new Promise<string>((resolve) => {
    execFile('unshare', ['-rm', 'sh', '-c', `exec 2>errors; ${script}`], { cwd: shop.folder }, (_, stdout) =>
      resolve(stdout),
    );
  });
  expect(printed.match(/exit 4/g)).toHaveLength(2);
  expect(readFileSync(path.join(shop.folder, 'errors'), 'utf8').match(/\[disk-full\]/g)).toHaveLength(2);
  expect(printed).not.toMatch(/out\.csv|partial|\.tidemark-/);
});

test('a reader that has had enough ends a read quietly', async () => {
  const shop = await openCliShop(`  orders:${ORDERS}`, 30_000);
  await shop.run('snapshot orders --watermark 2020-10-31');
  const printed = await new Promise<string>((resolve) => {
    execFile(
      'sh',
      ['-c', `node ${BIN} read orders@latest | head -n 2`],
      { cwd: shop.folder },
      (_, stdout, stderr) => resolve(stdout + stderr),
    );
  });
  expect(printed.split('\n')).toHaveLength(3);
  await sleep(200);
  expect(readdirSync(shop.folder).filter((f) => f.startsWith('.tidemark-'))).toEqual([]);
  expect(existsSync(path.join(shop.folder, '.tidemark'))).toBe(true);
});
