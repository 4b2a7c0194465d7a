import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../src/base/instant.ts';
import { parseRecheck } from '../../src/partition/recheck.ts';
import { createSnapshot } from '../../src/snapshot/snapshot.ts';
import { parseManifest } from '../../src/version/manifest.ts';
import { datasetOf } from '../conformance/fixture.ts';
import { openShop } from '../support/shop.ts';
import { NOW } from '../support/snapshots.ts';

const ingestion = (changes: object) => ({ ...datasetOf('').ingestion, ...changes });
const recheck = (rule: string) => ({ ingestion: ingestion({ recheck: parseRecheck(rule) }) });

describe('a table that changes its shape', () => {
  test('a lost column gives a new schema and a new version, and is said', async () => {
    const shop = await openShop(recheck('3d'));
    await shop.take({ at: '2020-10-06' });
    await shop.update(
      'ALTER TABLE orders DROP COLUMN note',
      'ALTER TABLE orders ADD COLUMN amount DECIMAL(9,2)',
    );
    const { version, comparison, partitions } = await shop.take({ at: '2020-10-07' });
    expect(comparison.schema).toEqual({ added: ['amount'], removed: ['note'], changed: [] });
    expect(partitions.digested).toBe(6);
    expect(version.facts.lateRows).toEqual([]);
  });

  test.each([
    ['no such table', { table: 'nope' }, 'source-missing'],
    ['no such ingestion column', { ingestion: ingestion({ column: 'nope' }) }, 'column-missing'],
    ['an ingestion column that is text', { ingestion: ingestion({ column: 'note' }) }, 'ingestion-invalid'],
    ['an ingestion column that is left out', { columns: { exclude: ['at'] } }, 'column-missing'],
    ['a column to leave out that is not there', { columns: { exclude: ['nope'] } }, 'column-missing'],
    ['a key that is a double', { rows: { mode: 'latest', key: ['score'], tombstone: null } }, 'key-invalid'],
    ['a tombstone that is text', { rows: { mode: 'latest', key: ['id'], tombstone: 'note' } }, 'key-invalid'],
    ['a filter that is no SQL', { where: 'id >' }, 'source-invalid'],
    ['a type without canonical text', { columns: { casts: { note: 'INTERVAL' } } }, 'column-unsupported'],
  ] as const)('%s', async (_, changes, code) => {
    const shop = await openShop();
    await shop.update('ALTER TABLE orders ADD COLUMN score DOUBLE');
    await expect(shop.take({ at: '2020-10-06' }, changes as never)).rejects.toMatchObject({ code });
    expect(await shop.catalog.versions.list('orders')).toEqual([]);
  });

  test('a column of a type without canonical text is refused by name, with the ways out, which work', async () => {
    const shop = await openShop();
    await shop.update(
      'ALTER TABLE orders ADD COLUMN lapse INTERVAL',
      'ALTER TABLE orders ADD COLUMN fine TIMESTAMP_NS',
    );
    const refused = shop.take({ at: '2020-10-06' });
    await expect(refused).rejects.toMatchObject({ code: 'column-unsupported' });
    await expect(refused).rejects.toThrow(
      /"lapse" \(INTERVAL\).*exclude.*casts.*opaque.*"fine" \(TIMESTAMP_NS\).*floor/s,
    );
    const columns = { opaque: ['lapse'], floor: ['fine'] };
    const { version } = await shop.take({ at: '2020-10-06' }, { columns });
    expect(parseManifest(version.manifest).schema).toEqual([
      { name: 'at', type: 'timestamptz' },
      { floored: true, name: 'fine', type: 'timestamp' },
      { name: 'id', type: 'int' },
      { engine: 'duckdb', expression: 'cast-varchar/1', name: 'lapse', type: 'opaque' },
      { name: 'note', type: 'string' },
    ]);
  });
});

test('a filter that gives another answer each time is found out', async () => {
  const shop = await openShop();
  const taken = shop.take({ at: '2020-10-06' }, { where: 'random() < 0.5' });
  await expect(taken).rejects.toMatchObject({ code: 'count-disagrees' });
  expect(await shop.catalog.versions.list('orders')).toEqual([]);
});

test('digests of one warehouse are not taken for another of the same name', async () => {
  const [one, two] = [await openShop(recheck('3d')), await openShop(recheck('3d'))];
  await two.update("UPDATE orders SET note = 'other'");
  await one.take({ at: '2020-10-08' });
  const elsewhere = createSnapshot({ catalog: one.catalog, clock: () => NOW });
  const options = { watermark: parseInstant('2020-10-08'), signal: new AbortController().signal };
  const { partitions } = await elsewhere.take(one.dataset, { ...two.source, name: 'test' }, options);
  expect(partitions).toMatchObject({ digested: 7, changed: 7 });
});

test('macros of the database that are called like DuckDB’s functions change nothing', async () => {
  const [plain, shadowed] = [await openShop(), await openShop()];
  await shadowed.update(
    "CREATE MACRO sha256(x) AS 'forged'",
    "CREATE MACRO concat(a, b, c, d, e, f, g) AS 'forged'",
    'CREATE MACRO epoch_us(x) AS 0',
    'CREATE MACRO isfinite(x) AS false',
  );
  const [a, b] = [await plain.take({ at: '2020-10-06' }), await shadowed.take({ at: '2020-10-06' })];
  expect(b.version.id).toBe(a.version.id);
});

describe('NULL and infinite ingestion timestamps', () => {
  test('NULLs are an error with their count, or left out', async () => {
    const shop = await openShop();
    await shop.update("INSERT INTO orders VALUES (1, 'x', NULL), (2, 'y', NULL)");
    await expect(shop.take({ at: '2020-10-06' })).rejects.toThrow(/2 rows have NULL.*nulls: exclude/);
    const { version } = await shop.take({ at: '2020-10-06' }, { ingestion: ingestion({ nulls: 'exclude' }) });
    expect(version.facts.rows).toBe('500');
    expect(parseManifest(version.manifest).ingestion.nulls).toBe('exclude');
  });
  test('-infinity is an error, infinity is after every watermark', async () => {
    const shop = await openShop();
    await shop.update("INSERT INTO orders VALUES (1, 'x', 'infinity')");
    expect((await shop.take({ at: '2020-10-06' })).version.facts.rows).toBe('500');
    await shop.update("INSERT INTO orders VALUES (1, 'x', '-infinity')");
    await expect(shop.take({ at: '2020-10-06' })).rejects.toMatchObject({ code: 'value-unsupported' });
  });
  test('an infinite date is an error that names the column', async () => {
    const shop = await openShop();
    await shop.update("ALTER TABLE orders ADD COLUMN due DATE DEFAULT 'infinity'");
    await expect(shop.take({ at: '2020-10-06' })).rejects.toThrow(/Column "due" holds an infinite date/);
  });
  test('NULLs in the column of a split by time are an error with their count', async () => {
    const shop = await openShop();
    await shop.update('ALTER TABLE orders ADD COLUMN paid DATE');
    const split = { algorithm: 'time-v1' as const, column: 'paid', parts: [{ name: 'train', until: null }] };
    await expect(shop.take({ at: '2020-10-06' }, { split })).rejects.toMatchObject({ code: 'nulls-found' });
  });
});
