import { chmodSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ORDERS, openCliShop } from '../support/cli-shop.ts';

/** A shop with one version in the store, of thirty days in one object. */
async function archivedShop() {
  const shop = await openCliShop(`  orders:${ORDERS}\n    keep: archive`);
  const made = await shop.run('snapshot orders --watermark 2020-10-31 --json');
  expect(made.json).toMatchObject({ archive: { written: { partitions: 30, objects: 1 } } });
  const store = path.join(shop.folder, '.tidemark', 'store');
  const objects = () =>
    readdirSync(store, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.parquet'));
  const [object = ''] = objects();
  const file = path.join(store, object);
  const spoil = (at: number) => {
    const bytes = readFileSync(file);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    chmodSync(file, 0o644);
    writeFileSync(file, bytes);
  };
  return { ...shop, id: made.json.id as string, store, file, object, objects, spoil };
}

test('a store is whole, and says what of it nobody needs and what is not its own', async () => {
  const { run, store, objects, id } = await archivedShop();
  expect((await run('store check --read-data --json')).json).toMatchObject({
    whole: true,
    objects: 1,
    faulty: [],
    unused: [],
  });
  writeFileSync(path.join(store, 'stranger.txt'), 'hello');
  writeFileSync(path.join(store, 'objects', 'x.parquet.partial-1'), 'half');
  const foreign = await run('store check --json');
  expect(foreign.json).toMatchObject({
    whole: true,
    foreign: [{ key: 'stranger.txt', bytes: '5' }],
    partial: [{ key: 'objects/x.parquet.partial-1' }],
  });
  expect((await run(`keep ${id} reference`)).stdout).toContain('its objects stay until tidemark store prune');
  expect((await run('store prune --dry-run --json')).json.objects).toHaveLength(1);
  expect(objects()).toHaveLength(1);
  expect((await run('store prune')).stdout).toMatch(/^removed 1 object that no archived version needs/);
  expect(objects()).toHaveLength(0);
  // What is not a day old may be a write that goes on, and what is somebody else's stays.
  expect(readdirSync(store).sort()).toEqual(['objects', 'stranger.txt']);
  expect(readdirSync(path.join(store, 'objects'))).toContain('x.parquet.partial-1');
});

test('a damaged object is found where bytes are read, and mended from the source', async () => {
  const { run, spoil, object, id, file } = await archivedShop();
  const before = readFileSync(file);
  spoil(before.length >> 1);
  expect((await run('store check')).code).toBe(0);
  const check = await run('store check --read-data --json');
  expect(check.code).toBe(1);
  expect(check.json).toMatchObject({
    whole: false,
    faulty: [{ fault: 'damaged', key: object, versions: [id] }],
  });
  const read = await run(`read ${id} -o all.csv`);
  expect(read.stderr).toMatch(/\[object-damaged\]/);
  expect(read.code).toBe(1);
  const repair = await run('store check --read-data --repair');
  expect(repair.stdout).toContain(`mended ${id}`);
  expect(repair.code).toBe(0);
  expect(readFileSync(file).equals(before)).toBe(true);
  expect((await run(`read ${id} --from archive -o all.csv`)).code).toBe(0);
});

test('objects that are cut short or gone are mended, as long as the source holds the version', async () => {
  const { run, file, id, update, folder } = await archivedShop();
  truncateSync(file, 1000);
  expect((await run('store check --json')).json).toMatchObject({ faulty: [{ fault: 'torn' }] });
  expect((await run('store check --repair')).code).toBe(0);
  rmSync(file);
  expect((await run('store check --json')).json).toMatchObject({ faulty: [{ fault: 'missing' }] });
  // The archive is passed over for the source, which still holds it.
  const over = await run(`read ${id} -o all.csv --json`);
  expect(over.json).toMatchObject({ from: 'source', verified: true });
  expect(over.stderr).toMatch(/^warning: .*1 of its objects/);
  await update('DELETE FROM orders WHERE order_id = 7');
  const lost = await run('store check --repair');
  expect(lost.stdout).toMatch(/lost orders@\S+: .*1 of 30 partitions drifted: 2020-10-01/);
  expect(lost.code).toBe(1);
  expect((await run(`read ${id} -o again.csv`)).stderr).toMatch(/\[drift\]/);
  expect(readdirSync(folder)).not.toContain('again.csv');
});

test('rows that differ are listed by key, against the source and against another archived version', async () => {
  const { run, update, id } = await archivedShop();
  expect((await run(`diff ${id} --rows --json`)).json).toMatchObject({
    partitions: [],
    rows: [],
    complete: true,
  });
  await update(
    'DELETE FROM orders WHERE order_id IN (5, 6)',
    'UPDATE orders SET note = NULL, amount = amount + 1 WHERE order_id = 15000',
    'INSERT INTO orders SELECT * REPLACE (1000000 AS order_id) FROM orders WHERE order_id = 29000',
    // A row that is there twice is another row.
    'INSERT INTO orders SELECT * FROM orders WHERE order_id = 20000',
  );
  const changes = [
    ['2020-10-01T00:00:00Z', 'gone', '5', null],
    ['2020-10-01T00:00:00Z', 'gone', '6', null],
    ['2020-10-16T00:00:00Z', 'changed', '15000', '15000'],
    ['2020-10-21T00:00:00Z', 'added', null, '20000'],
    ['2020-10-30T00:00:00Z', 'added', null, '1000000'],
  ];
  const shown = (rows: { partition: string; change: string; before: never; after: never }[]) =>
    rows.map(({ partition, change, before, after }) => [
      partition,
      change,
      before?.['order_id'] ?? null,
      after?.['order_id'] ?? null,
    ]);
  const now = await run(`diff ${id} --rows --key order_id --json`);
  expect(shown(now.json.rows)).toEqual(changes);
  expect(now.json.rows[2]).toMatchObject({ before: { note: 'note 15000' }, after: { note: null } });
  await run('snapshot orders --watermark 2020-10-31 --full');
  const versions = await run(`diff ${id} orders@latest --rows --key order_id --json`);
  expect(versions.json.rows).toEqual(now.json.rows);
  expect(shown((await run(`diff orders@latest ${id} --rows --key order_id --json`)).json.rows)).toEqual(
    changes.map(([at, change, before, after]) => [
      at,
      { gone: 'added', added: 'gone' }[change as string] ?? change,
      after,
      before,
    ]),
  );
  const text = await run(`diff ${id} --rows --key order_id --limit 3`);
  expect(text.stdout).toMatch(
    /2020-10-16 {2}changed {2}order_id="15000" {2}amount: "[\d.]+" → "[\d.]+", note: "note 15000" → NULL\n/,
  );
  expect(text.stdout).toMatch(/the first 3; more with --limit\n$/);
});

test('what cannot be compared row by row is said in one line', async () => {
  const { run, id } = await archivedShop();
  expect((await run(`diff ${id}`)).stderr).toMatch(/give a second version, or --rows .*\[usage\]\n$/);
  expect((await run(`diff ${id} --rows --key nope`)).stderr).toMatch(
    /there are: amount, .*\[column-missing\]\n$/,
  );
  await run(`keep ${id} reference`);
  expect((await run(`diff ${id} --rows`)).stderr).toMatch(/is not archived.*\[not-kept\]\n$/);
  expect((await run(`read ${id} --from pin`)).stderr).toMatch(/is not pinned.*\[not-kept\]\n$/);
  expect((await run(`read ${id} --from nowhere`)).stderr).toMatch(
    /expected one of archive, pin, source.*\[usage\]\n$/,
  );
});

test('a column that is named like one of an archive’s own is taken for no other', async () => {
  const odd = (name: string, other: string) =>
    `  ${name}:${ORDERS.replace('table: orders', `table: ${name}`)}\n    columns: { include: [order_id, customer_id, ingested_at, ${other}] }`;
  const names = ['_p', '_s', '_n', '_tidemark_split'];
  const shop = await openCliShop(`${odd('plain', '_p, _s, _n')}\n${odd('odd', '_tidemark_split')}`, 3_000);
  for (const table of ['plain', 'odd'])
    await shop.update(
      `CREATE TABLE ${table} AS SELECT *, ${names.map((n) => `order_id % 3 AS ${n}`).join(', ')} FROM orders`,
    );
  const rows = async (from: string) => {
    await shop.run(`read ${from} -o rows.csv`);
    return readFileSync(path.join(shop.folder, 'rows.csv'), 'utf8');
  };
  const { id } = (await shop.run('snapshot plain --watermark 2020-10-31 --json')).json;
  expect((await shop.run(`keep ${id} archive`)).code).toBe(0);
  const part = await rows(`${id} --from archive --part test`);
  expect(part.split('\n').length).toBeGreaterThan(200);
  expect(part).toBe(await rows(`${id} --from source --part test`));
  await shop.update('UPDATE plain SET _n = 7 WHERE order_id = 5');
  const { json } = await shop.run(`diff ${id} --rows --key order_id --json`);
  expect(json.rows).toMatchObject([{ change: 'changed', before: { _n: '2' }, after: { _n: '7' } }]);

  await shop.run('snapshot odd --watermark 2020-10-31');
  expect((await rows('odd@latest --part test')).split('\n').length).toBe(part.split('\n').length);
  const refused = await shop.run('keep odd@latest archive');
  expect(refused.stderr).toMatch(/Column "_tidemark_split" cannot be archived.*\[archive-unfit\]/);
});
