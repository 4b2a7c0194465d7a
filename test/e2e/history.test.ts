import { describe, expect, test } from 'vitest';
import { ORDERS, openCliShop } from '../support/cli-shop.ts';

const LATE = "INSERT INTO orders VALUES (90001, 7, 1, 'late', 1, '2020-10-05 01:00:00+00')";

test('history says what each version would be today, and from where it can be read', async () => {
  const shop = await openCliShop(`  orders:${ORDERS}`, 300);
  const early = (await shop.run('snapshot orders --watermark 2020-10-05 --json')).json;
  const first = (await shop.run('snapshot orders --watermark 2020-10-31 --json')).json;
  await shop.run(`keep ${first.id} archive`);
  await shop.update(LATE);
  const second = (await shop.run('snapshot orders --watermark 2020-10-31 --json')).json;
  await shop.update("DELETE FROM orders WHERE ingested_at >= '2020-10-02' AND ingested_at < '2020-10-03'");

  const { code, json, stderr } = await shop.run('history orders --json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(Object.keys(json.versions[0])).toEqual([
    'id',
    'watermark',
    'created',
    'today',
    'same',
    'changes',
    'lateRows',
    'refused',
    'supersededBy',
    'kept',
    'readable',
  ]);
  const deleted = { partition: '2020-10-02T00:00:00Z', rowsThen: '10', rowsToday: '0' };
  expect(json).toMatchObject({
    dataset: 'orders',
    versions: [
      { id: second.id, same: false, changes: [deleted], lateRows: [], supersededBy: null, readable: null },
      {
        id: first.id,
        changes: [deleted, { partition: '2020-10-05T00:00:00Z', rowsThen: '10', rowsToday: '11' }],
        lateRows: [{ partition: '2020-10-05T00:00:00Z', rows: '1' }],
        supersededBy: second.id,
        readable: 'archive',
      },
      { id: early.id, same: false, changes: [deleted], readable: null },
    ],
  });
  const { stdout } = await shop.run('history orders --limit 2');
  expect(stdout).toContain('1 partition changed: 2020-10-02 (all 10 rows gone)');
  expect(stdout).toContain('2020-10-05 (+1 row late)');
  expect(stdout).toContain(`superseded by ${second.id}`);
  expect(stdout).toContain('readable: yes, from its archive');
  expect(stdout).not.toContain(early.id);

  const today = (await shop.run('snapshot orders --watermark 2020-10-31 --json')).json;
  expect(json.versions[0].today).toBe(today.id);
});

test('history of a dataset without versions, and of none', async () => {
  const shop = await openCliShop(`  orders:${ORDERS}`, 30);
  expect(await shop.run('history orders')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('No versions'),
  });
  expect(await shop.run('history others')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('[dataset-missing]'),
  });
});

test('versions and show say what holds a version', async () => {
  const shop = await openCliShop(`  orders:${ORDERS}`, 300);
  const { id } = (await shop.run('snapshot orders --watermark 2020-10-31 --json')).json;
  const kept = async () => (await shop.run('versions orders --json')).json.versions[0].kept;
  expect(await kept()).toEqual({ archive: null, pin: null, past: null });
  expect((await shop.run('versions orders')).stdout).toMatch(/CREATED +KEPT .*\n.*Z {2}source/);
  await shop.run(`keep ${id} archive`);
  expect(await kept()).toMatchObject({ archive: { created: expect.any(String) }, pin: null });
  expect((await shop.run(`show ${id}`)).stdout).toContain('kept      in its archive, made 20');
  expect((await shop.run(`show ${id} --json`)).json.kept).toEqual(await kept());
});

describe('keep', () => {
  test('of what expires does nothing where nothing does', async () => {
    const shop = await openCliShop(`  orders:${ORDERS}`, 30);
    await shop.run('snapshot orders --watermark 2020-10-31');
    expect(await shop.run('keep --expiring 2d archive')).toMatchObject({
      code: 0,
      stdout: 'Nothing that holds a version ends within 2d.\n',
    });
    expect((await shop.run('keep --expiring 2d pin orders --json')).json).toEqual({
      within: '2d',
      keep: 'pin',
      versions: [],
    });
  });

  test.each([
    ['keep', 2, 'Expected a version and how to keep it'],
    ['keep orders@latest', 2, 'Expected a version and how to keep it'],
    ['keep orders@latest forever', 2, '"forever" is not a way to keep a version'],
    ['keep --expiring 2d', 2, 'Nothing says how to keep them: expected tidemark keep --expiring 2d archive'],
    ['keep --expiring 2d orders archive', 2, '"orders" is not a way to keep them'],
    ['keep --expiring soon archive', 2, '[duration-invalid]'],
    ['keep --expiring 2d archive others', 3, '[dataset-missing]'],
    ['keep --expiring 2d archive orders more', 2, 'too many arguments'],
  ])('refuses %s', async (args, code, message) => {
    const shop = await openCliShop(`  orders:${ORDERS}`, 30);
    await shop.run('snapshot orders --watermark 2020-10-31');
    const result = await shop.run(args);
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code, stdout: '' });
    expect(result.stderr).toContain(message);
  });
});
