import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openWorkbench } from '../../src/output/workbench.ts';
import { outputError } from '../../src/output/write-file.ts';
import { ORDERS, openCliShop } from '../support/cli-shop.ts';
import { tempFolder } from '../support/temp-folder.ts';

const BIN = fileURLToPath(new URL('../../dist/src/main/tidemark.js', import.meta.url));

async function openShop() {
  const shop = await openCliShop(`  orders:${ORDERS}`);
  expect((await shop.run('snapshot orders --watermark 2020-10-31')).code).toBe(0);
  return { ...shop, at: (name: string) => path.join(shop.folder, name) };
}

test('a full disk, be it at the first rows or at the last files: one line, and nothing is left', async () => {
  const shop = await openShop();
  mkdirSync(shop.at('small'));
  // File systems of so many KB, in a mount namespace of their own; the export itself takes almost 400, and more until it is whole.
  const sizes = ['20', '200', '350', '400'];
  const script = `for size in "$@"; do
      mount -t tmpfs -o size="$size"k tmpfs small
      node ${BIN} export orders@latest small/out --rows-per-file 4000 2>&1
      echo "exit $?" $(ls -A small)
      umount small
    done`;
  const printed = await new Promise<string>((resolve, reject) => {
    execFile('unshare', ['-rm', 'sh', '-c', script, 'sh', ...sizes], { cwd: shop.folder }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
  const refused = 'error: The disk that small/out needs is full. [disk-full]\nexit 4\n';
  expect(printed).toBe(refused.repeat(sizes.length));
});

test('a disk without room for the rows that do not fit into memory is full, and no row is too long', async () => {
  const folder = tempFolder();
  const bench = await openWorkbench({ scratch: folder, columns: 1, memory: 50 });
  onTestFinished(() => bench.close());
  await bench.run("SET max_temp_directory_size = '1MB'");
  const rows = 'SELECT md5(i::VARCHAR) || md5((i + 1)::VARCHAR) AS text FROM range(3000000) r(i)';
  const error = await bench.run(`CREATE TEMP TABLE shard AS ${rows}`).catch((e: unknown) => e);
  expect(outputError(error, 'out')).toMatchObject({
    code: 'disk-full',
    message: 'The disk that out needs is full.',
  });
});

test('a folder in which nothing may be made: one line, and nothing is left', async () => {
  const shop = await openShop();
  mkdirSync(shop.at('closed/empty'), { recursive: true });
  chmodSync(shop.at('closed'), 0o555);
  chmodSync(shop.folder, 0o755);
  // Root may write anywhere, so the tests of the superuser run this as nobody.
  const asNobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  for (const place of ['closed/out', 'closed/empty']) {
    const refused = await shop.run(`export orders@latest ${place}`, asNobody);
    expect(refused).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(/^error: Cannot write [^\n]*\[output-failed\]\n$/),
    });
  }
  expect(readdirSync(shop.at('closed'), { recursive: true })).toEqual(['empty']);
});
