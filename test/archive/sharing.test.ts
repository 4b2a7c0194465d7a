import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { objectKey } from '../../src/archive/layout.ts';
import { openSource } from '../../src/main/connectors.ts';
import type { Store } from '../../src/store/store.ts';
import { FORMATS, openArchives } from '../support/archives.ts';
import { updateDuckdb } from '../support/duckdb-file.ts';
import { openShop } from '../support/shop.ts';
import { tempFolder } from '../support/temp-folder.ts';

const objectsIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();

/** A store, and the bytes that were asked of it. */
function counting(store: Store) {
  const asked = new Map<string, bigint>();
  const counted: Store = {
    ...store,
    read: (key, range, signal) => {
      const bytes = range ? range.end - range.start : -1n;
      asked.set(key, (asked.get(key) ?? 0n) + bytes);
      return store.read(key, range, signal);
    },
  };
  return { counted, asked, total: () => [...asked.values()].reduce((a, b) => a + b, 0n) };
}

test('a version that is archived already is archived again without writing, also under another dataset’s name', async () => {
  const shop = await openShop();
  const archives = await openArchives(shop.source, shop.dataset);
  const { version } = await archives.take();
  const first = await archives.archive(version);
  expect(first.written).toMatchObject({ partitions: 10, objects: 1 });
  const before = objectsIn(archives.folder);
  expect((await archives.archive(version)).written).toEqual({ partitions: 0, objects: 0, bytes: 0n });
  const other = await archives.take({}, { name: 'copies' });
  expect((await archives.archive(other.version)).written).toEqual({ partitions: 0, objects: 0, bytes: 0n });
  expect(objectsIn(archives.folder)).toEqual(before);
  const [one, two] = [await archives.read(version, 'archive'), await archives.read(other.version, 'archive')];
  expect(two.map((file, i) => file.equals(one[i] ?? Buffer.of()))).toEqual(FORMATS.map(() => true));
});

test('a late row writes its partition alone, and a run reads from two objects', async () => {
  const shop = await openShop();
  const archives = await openArchives(shop.source, shop.dataset);
  const { version: before } = await archives.take();
  await archives.archive(before);
  const expected = await archives.read(before, 'source');
  await shop.update(
    "INSERT INTO orders SELECT 5000 + i, 'late', TIMESTAMPTZ '2020-10-04 03:00:00+00' FROM range(7) r(i)",
  );
  const { version: after } = await archives.take();
  expect(after.id).not.toBe(before.id);
  expect((await archives.archive(after)).written).toMatchObject({ partitions: 1, objects: 1 });
  for (const selection of [
    {},
    { part: 'train' },
    { part: 'test', atMost: 150n },
    { fold: { index: 1, of: 3 } },
  ]) {
    const [source, archived] = [
      await archives.read(after, 'source', selection),
      await archives.read(after, 'archive', selection),
    ];
    expect(archived.map((file, i) => file.equals(source[i] ?? Buffer.of()))).toEqual(FORMATS.map(() => true));
  }
  // What the source no longer holds, the archive does.
  expect((await archives.verify(after, 'archive')).drifted).toEqual([]);
  const kept = await archives.read(before, 'archive');
  expect(kept.map((file, i) => file.equals(expected[i] ?? Buffer.of()))).toEqual(FORMATS.map(() => true));
});

test('ten daily versions have ten objects, each partition in one', async () => {
  const shop = await openShop();
  const archives = await openArchives(shop.source, shop.dataset);
  for (let day = 2; day <= 11; day++) {
    const { version } = await archives.take({ at: `2020-10-${String(day).padStart(2, '0')}` });
    expect((await archives.archive(version)).written).toMatchObject({ partitions: 1, objects: 1 });
  }
  expect(objectsIn(archives.folder)).toHaveLength(10);
  const latest = (await archives.catalog.versions.list('orders'))[0];
  if (!latest) throw new Error('no version');
  const [source, archived] = [
    await archives.read(latest, 'source', { part: 'test' }),
    await archives.read(latest, 'archive', { part: 'test' }),
  ];
  expect(archived.map((file, i) => file.equals(source[i] ?? Buffer.of()))).toEqual(FORMATS.map(() => true));
});

test('the same data of another engine, with other types in files, have objects of their own', async () => {
  const shop = await openShop();
  const archives = await openArchives(shop.source, shop.dataset);
  const { version } = await archives.take();
  await archives.archive(version);
  // The same values, so the same version and partitions, in a column that is an INTEGER in files, not a BIGINT.
  const folder = tempFolder();
  const file = path.join(folder, 'narrow.duckdb');
  await updateDuckdb(
    file,
    `ATTACH '${path.join(shop.folder, 'shop.duckdb')}' AS shop (READ_ONLY)`,
    'CREATE TABLE orders AS SELECT id::INTEGER AS id, note, "at" FROM shop.orders',
  );
  const settings = { type: 'duckdb' as const, path: file, memoryLimit: '500MB' };
  const narrow = await openArchives(await openSource('narrow', settings, { folder }), shop.dataset);
  const other = (await narrow.take()).version;
  expect(other.id).toBe(version.id);
  const expected = await narrow.read(other, 'source');
  // Into the store and the catalog of the first, in which the version is archived with wider types.
  await archives.catalog.archives.forget(version.id);
  const source = await openSource('narrow', settings, { folder });
  expect((await archives.archive(version, source)).written).toMatchObject({ partitions: 10, objects: 1 });
  const archived = await archives.read(version, 'archive');
  expect(archived.map((one, i) => one.equals(expected[i] ?? Buffer.of()))).toEqual(FORMATS.map(() => true));
});

test('a part asks the store for its own row groups, and a damaged one elsewhere does not fail it', async () => {
  const shop = await openShop();
  await shop.update(
    'DELETE FROM orders',
    `INSERT INTO orders SELECT i, md5(i::VARCHAR), TIMESTAMPTZ '2020-10-01 00:00:00+00' + to_seconds(i * 7)
     FROM range(120000) r(i)`,
  );
  const archives = await openArchives(shop.source, shop.dataset);
  const { version } = await archives.take();
  await archives.archive(version);
  const [object] = await archives.catalog.archives.objects();
  if (!object) throw new Error('no object');
  const read = async (selection: object) => {
    const { counted, total } = counting(archives.store);
    const [file] = await archives.read(version, 'archive', selection, ['csv'], counted);
    return { file, bytes: total() };
  };
  const whole = await read({});
  expect(whole.bytes).toBe(object.bytes);
  const part = await read({ part: 'test' });
  expect(Number(part.bytes)).toBeLessThan(0.27 * Number(object.bytes));
  const [source = Buffer.of()] = await archives.read(version, 'source', { part: 'test' }, ['csv']);
  expect(part.file?.equals(source)).toBe(true);

  const flipping: Store = {
    ...archives.store,
    async read(key, range, signal) {
      const stream = await archives.store.read(key, range, signal);
      // A bit of the first row group, in which there are rows of the first part alone.
      if (key !== objectKey(object.sha256) || range?.start !== 0n) return stream;
      return stream.map((chunk: Buffer) => Buffer.from(chunk).fill((chunk[100] ?? 0) ^ 1, 100, 101));
    },
  };
  const [still] = await archives.read(version, 'archive', { part: 'test' }, ['csv'], flipping);
  expect(still?.equals(source)).toBe(true);
  await expect(archives.read(version, 'archive', { part: 'train' }, ['csv'], flipping)).rejects.toMatchObject(
    {
      code: 'object-damaged',
    },
  );
  // Not even where the archive need not be read: what is damaged is told.
  await expect(archives.read(version, undefined, {}, ['csv'], flipping)).rejects.toMatchObject({
    code: 'object-damaged',
  });
});

test('a part of nearly all rows, and one of none', async () => {
  const shop = await openShop();
  const archives = await openArchives(shop.source, {
    ...shop.dataset,
    split: {
      algorithm: 'split-v1',
      key: ['id'],
      parts: [
        { name: 'all', share: '0.999999' },
        { name: 'none', share: '0.000001' },
      ],
      salt: 'tidemark',
    },
  });
  const { version } = await archives.take();
  await archives.archive(version);
  for (const part of ['all', 'none']) {
    const [source, archived] = [
      await archives.read(version, 'source', { part }),
      await archives.read(version, 'archive', { part }),
    ];
    expect(archived.map((file, i) => file.equals(source[i] ?? Buffer.of()))).toEqual(FORMATS.map(() => true));
  }
});

test('columns whose names an archive has for itself are refused in one line', async () => {
  const shop = await openShop();
  for (const name of ['file_row_number', '_tidemark_split', '_tidemark_partition']) {
    await shop.update(
      `CREATE OR REPLACE TABLE orders AS SELECT 1::BIGINT AS id, 2 AS "${name}", TIMESTAMPTZ '2020-10-01' AS "at"`,
    );
    const archives = await openArchives(shop.source, shop.dataset);
    const { version } = await archives.take();
    await expect(archives.archive(version)).rejects.toMatchObject({
      code: 'archive-unfit',
      message: expect.stringContaining(`"${name}"`),
    });
    expect(await archives.catalog.archives.list()).toEqual([]);
  }
});

test('every type of DuckDB, those that no file has as text, comes back as it left', async () => {
  const shop = await openShop();
  await shop.update(
    "CREATE TYPE mood AS ENUM ('sad', 'a|b')",
    `CREATE OR REPLACE TABLE orders AS SELECT i::BIGINT AS id, 170141183460469231731687303715884105727::HUGEINT - i AS huge,
       255::UTINYINT AS tiny, 18446744073709551615::UBIGINT AS big, (i / 7)::FLOAT AS float, (CASE WHEN i % 2 = 0 THEN 'sad' ELSE 'a|b' END)::mood AS mood,
       TIMESTAMP_NS '2020-01-01 00:00:00.123456789' AS nanos, TIMESTAMP_S '2020-01-01 00:00:01' AS seconds, TIME_NS '01:02:03.123456789' AS clock,
       CASE WHEN i % 3 = 0 THEN 'infinity'::TIMESTAMP WHEN i % 3 = 1 THEN '-infinity'::TIMESTAMP END AS infinite,
       TIME '24:00:00' AS midnight, [i, NULL, 2] AS list, {'a': i} AS struct, '{"a": 1}'::JSON AS json, INTERVAL 3 DAYS AS gap,
       '101'::BIT AS bits, CASE WHEN i % 2 = 0 THEN -0.0::DOUBLE ELSE 0.0::DOUBLE END AS zero, chr(0) || 'x' AS nul,
       TIMESTAMPTZ '2020-10-01 00:00:00+00' + to_hours(i) AS "at" FROM range(60) r(i)`,
  );
  const archives = await openArchives(shop.source, {
    ...shop.dataset,
    columns: { opaque: ['list', 'struct', 'json', 'gap', 'bits'], floor: ['nanos', 'clock'] },
  });
  const { version } = await archives.take();
  await archives.archive(version);
  for (const selection of [{}, { part: 'train' }]) {
    const [source, archived] = [
      await archives.read(version, 'source', selection),
      await archives.read(version, 'archive', selection),
    ];
    expect(archived.map((file, i) => file.equals(source[i] ?? Buffer.of()))).toEqual(FORMATS.map(() => true));
  }
});
