import type { ChildProcess } from 'node:child_process';
import { expect, test } from 'vitest';
import { ORDERS, openCliShop } from '../support/cli-shop.ts';
import { onceSaid, openSharedShop } from './shared-catalog.ts';

const DATASETS = `  orders:${ORDERS}\n    rowsPerScan: 5000\n  others:${ORDERS}`;
const SNAPSHOT = 'snapshot orders --watermark 2020-10-31 --json';

/** The version that a catalog of its own gives. */
async function expected() {
  const shop = await openCliShop(DATASETS);
  return (await shop.run(SNAPSHOT)).json;
}

async function idsOf(shop: Awaited<ReturnType<typeof openSharedShop>>, dataset = 'orders') {
  const { json } = await shop.run(`versions ${dataset} --json`);
  return json.versions.map(({ id }: { id: string }) => id);
}

test('two processes snapshot one dataset: one version, and the second waits for the first', async () => {
  const [shop, { id }] = [await openSharedShop(DATASETS), await expected()];
  // Whoever is first gets no further than its first digests until the other has come.
  await shop.admin('BEGIN; LOCK TABLE partition_states IN EXCLUSIVE MODE');
  const first = shop.run(SNAPSHOT);
  await shop.waiting(1, first);
  const { onStart, said } = onceSaid('another snapshot of orders is running');
  const second = shop.run(SNAPSHOT, { onStart });
  await said;
  await shop.admin('ROLLBACK');
  const results = await Promise.all([first, second]);
  expect(results.map((r) => r.code)).toEqual([0, 0]);
  expect(results.map((r) => [r.json.id, r.json.isNew])).toEqual([
    [id, true],
    [id, false],
  ]);
  expect(await idsOf(shop)).toEqual([id]);
  expect((await shop.run('verify orders@latest')).code).toBe(0);
  expect((await shop.admin('SELECT * FROM locks')).rows).toEqual([]);
});

test('two processes that publish versions of different datasets at once both do', async () => {
  const shop = await openSharedShop(DATASETS);
  await shop.admin('BEGIN; LOCK TABLE nodes IN EXCLUSIVE MODE');
  const taken = ['orders', 'others'].map((name) =>
    shop.run(`snapshot ${name} --watermark 2020-10-31 --json`),
  );
  // Both are in the middle of publishing, with the same rows and so the same nodes.
  await shop.waiting(2, ...taken);
  await shop.admin('ROLLBACK');
  const results = await Promise.all(taken);
  expect(results).toMatchObject([
    { code: 0, stderr: '' },
    { code: 0, stderr: '' },
  ]);
  for (const [i, name] of ['orders', 'others'].entries()) {
    expect(await idsOf(shop, name)).toEqual([results[i]?.json.id]);
    expect((await shop.run(`verify ${name}@latest`)).code).toBe(0);
  }
});

test.each([
  [
    'digests',
    `BEGIN;
     CREATE FUNCTION stop_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF (SELECT count(*) FROM partition_states) >= 3 THEN PERFORM pg_advisory_xact_lock(1); END IF;
       RETURN NULL;
     END $$;
     CREATE TRIGGER stop_here BEFORE INSERT ON partition_states FOR EACH STATEMENT EXECUTE FUNCTION stop_here();
     COMMIT;
     BEGIN; SELECT pg_advisory_xact_lock(1)`,
  ],
  ['publishes', 'BEGIN; LOCK TABLE heads IN EXCLUSIVE MODE'],
])(
  'killed while it %s, a process leaves nothing half done, and the one that waits goes on',
  async (_, stop) => {
    const [shop, { id, partitions }] = [await openSharedShop(DATASETS), await expected()];
    await shop.admin(stop);
    let killed: ChildProcess | undefined;
    const first = shop.run(SNAPSHOT, { onStart: (child) => (killed = child) });
    await shop.waiting(1, first);
    const { onStart, said } = onceSaid('another snapshot of orders is running');
    const second = shop.run(SNAPSHOT, { onStart });
    await said;
    killed?.kill('SIGKILL');
    expect((await first).signal).toBe('SIGKILL');
    for (const table of ['versions', 'nodes', 'heads']) {
      expect((await shop.admin(`SELECT * FROM ${table}`)).rows).toEqual([]);
    }
    await shop.admin('ROLLBACK');
    const result = await second;
    expect(result).toMatchObject({ code: 0, json: { id, isNew: true } });
    expect(result.json.partitions.digested).toBeLessThan(partitions.digested);
    expect(await idsOf(shop)).toEqual([id]);
    expect((await shop.run('verify orders@latest')).code).toBe(0);
  },
);

test.each([
  ['new', undefined],
  ['there', '2020-10-29'],
])('of two that move a tag at once that is %s, one is told that the other did', async (_, before) => {
  const shop = await openSharedShop(DATASETS);
  const days = ['2020-10-29', '2020-10-30', '2020-10-31'];
  for (const day of days) await shop.run(`snapshot orders --watermark ${day}`);
  if (before !== undefined) await shop.run(`tag orders@${before} prod`);
  await shop.admin('BEGIN; LOCK TABLE tags IN EXCLUSIVE MODE');
  const moves = days.slice(1).map((day) => shop.run(`tag orders@${day} prod --json`));
  // Both have looked at the tag, and are about to move it.
  await shop.waiting(2, ...moves);
  await shop.admin('ROLLBACK');
  const [won, lost] = (await Promise.all(moves)).sort((a, b) => Number(a.code) - Number(b.code));
  expect(won).toMatchObject({ code: 0 });
  expect(lost).toMatchObject({ code: 2 });
  expect(lost?.stdout + (lost?.stderr ?? '')).toContain('tag-moved');
  expect((await shop.run('show orders@prod --json')).json.id).toBe(won?.json.id);
  expect((await shop.admin('SELECT version FROM tags')).rows).toEqual([{ version: won?.json.id }]);
});
