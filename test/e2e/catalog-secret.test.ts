import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ORDERS } from '../support/cli-shop.ts';
import { CATALOG_PASSWORD, openSharedShop } from './shared-catalog.ts';

const DATASETS = `  orders:${ORDERS}`;
const SECRETS = [CATALOG_PASSWORD, encodeURIComponent(CATALOG_PASSWORD), 'w0rd-of-the-team'];

/** What every process was started with. */
function processList(): string {
  if (!existsSync('/proc/self/cmdline')) return execFileSync('ps', ['-axo', 'args'], { encoding: 'utf8' });
  const lines = readdirSync('/proc').map((pid) => {
    try {
      return /^\d+$/.test(pid) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') : '';
    } catch {
      return '';
    }
  });
  return lines.join('\n');
}

function expectNoSecret(text: string): void {
  for (const secret of SECRETS) expect(text).not.toContain(secret);
}

test('the catalog’s password is in no output, no process list, and nothing that is recorded', async () => {
  const shop = await openSharedShop(DATASETS);
  await shop.admin('BEGIN; LOCK TABLE nodes IN EXCLUSIVE MODE');
  const taken = shop.run('snapshot orders --watermark 2020-10-31 --json --tag prod');
  await shop.waiting(1, taken);
  const processes = processList();
  expect(processes).toContain('snapshot orders');
  expectNoSecret(processes);
  await shop.admin('ROLLBACK');

  let said = JSON.stringify(await taken);
  for (const command of ['show orders@prod', 'show orders@prod --json', 'versions orders --json', 'doctor']) {
    const { stdout, stderr, code } = await shop.run(command);
    expect(code, command).toBe(0);
    said += stdout + stderr;
  }
  expectNoSecret(said);
  const { rows } = await shop.admin(
    `SELECT query_to_xml(format('TABLE %I', tablename), true, false, '')::text AS text FROM pg_tables WHERE schemaname = 'public'`,
  );
  expect(rows.map((row) => row.text).join()).toContain('orders@20201031T');
  expectNoSecret(JSON.stringify(rows));
});

test('a catalog that is none, or cannot be had, is told without its password', async () => {
  const shop = await openSharedShop(DATASETS);
  const password = encodeURIComponent(CATALOG_PASSWORD);
  const changed = (change: Partial<URL>) => Object.assign(new URL(shop.url), change).href;
  const cases: readonly (readonly [url: string, code: string])[] = [
    [changed({ port: '1' }), 'catalog-failed'],
    [changed({ username: 'nobody_at_all' }), 'catalog-failed'],
    [changed({ pathname: '/no_such_database' }), 'catalog-failed'],
    [`mysql://me:${password}@127.0.0.1/catalog`, 'catalog-invalid'],
    [`postgres://me:${password}@127.0.0.1:port/catalog`, 'catalog-invalid'],
    [`postgres://me:${password}%zz@127.0.0.1:1/catalog`, 'catalog-invalid'],
    [`${password}`, 'catalog-invalid'],
  ];
  for (const [url, expected] of cases) {
    // Says all that it knows, causes included.
    const env = { TEAM_CATALOG: url, TIDEMARK_DEBUG: '1' };
    const { stdout, stderr, code } = await shop.run('versions orders', { env });
    expect({ stderr, code }).toEqual({
      stderr: expect.stringContaining(`[${expected}]`),
      code: expected === 'catalog-failed' ? 4 : 2,
    });
    expectNoSecret(stdout + stderr);
  }
});
