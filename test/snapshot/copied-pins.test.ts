import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createKeep } from '../../src/keep/keep-version.ts';
import { createRead } from '../../src/read/read.ts';
import type { Source } from '../../src/scan/dataset.ts';
import type { PinCopy } from '../../src/source/driver.ts';
import { AT, CALL, ID, NOON } from '../conformance/bench.ts';
import { duckdbFixture } from '../conformance/duckdb-fixture.ts';
import type { Fixture, TestRow } from '../conformance/fixture.ts';
import { mysqlFixture } from '../conformance/mysql-fixture.ts';
import { postgresFixture } from '../conformance/postgres-fixture.ts';
import { NOW, openSnapshots } from '../support/snapshots.ts';
import { tempFolder } from '../support/temp-folder.ts';

const DAY = 86_400_000_000n;
const COLUMNS = [ID, { name: 'kind', type: 'string' }, AT];
/** Ten rows on each of four days. */
const ROWS = Array.from(
  { length: 40 },
  (_, i): TestRow => [BigInt(i), i % 2 === 0 ? 'even' : 'odd', NOON + BigInt(i % 4) * DAY],
);
const { signal } = new AbortController();

describe.each([
  ['postgres', postgresFixture],
  ['mariadb', () => mysqlFixture(inject('mariadb'))],
  ['duckdb', duckdbFixture],
])('versions that %s keeps as copies', (_, open) => {
  let fixture: Fixture;
  let tables = 0;
  beforeAll(async () => {
    fixture = await open();
  });
  afterAll(() => fixture.close());
  const change = (statement: string) => (fixture.change ?? fixture.run)?.(statement);

  async function snapshots(changes = {}, source: Source = fixture.source) {
    const table = `things${++tables}`;
    await fixture.create(table, COLUMNS, ROWS);
    const opened = await openSnapshots(source, { name: table, table, keep: 'pin', ...changes });
    return { ...opened, table, ...createKeepAndRead(opened.catalog) };
  }
  function createKeepAndRead(catalog: Awaited<ReturnType<typeof openSnapshots>>['catalog']) {
    const dependencies = { catalog, clock: () => NOW };
    return { read: createRead(dependencies), keep: createKeep(dependencies) };
  }
  /** How many rows are copied of each partition's number, in the one table that there is for the dataset. */
  async function copied(reference: string, table: string): Promise<readonly string[]> {
    const place = reference.slice(0, reference.lastIndexOf('.'));
    const books = await fixture.ask?.(
      `SELECT DISTINCT layout FROM ${place}.tidemark_partition WHERE layout LIKE '${table}%' ORDER BY layout`,
    );
    const counts = (books ?? []).map(async ([layout]) => {
      const rows = await fixture.ask?.(
        `SELECT CAST(count(*) AS CHAR(9)) AS n FROM ${place}.${layout} GROUP BY tidemark_partition ORDER BY tidemark_partition`,
      );
      return rows?.map(([n]) => String(n).trim()) ?? [];
    });
    return (await Promise.all(counts)).flat();
  }
  const drop = async (reference: string) => {
    const driver = await fixture.source.connect();
    await driver.pins?.drop(reference, CALL);
    await driver.close();
  };
  /** The source, with a chance to do something before and after each copy. */
  const watched = (around: (copy: () => Promise<unknown>, wanted: PinCopy) => Promise<void>): Source => ({
    ...fixture.source,
    connect: async (limits) => {
      const driver = await fixture.source.connect(limits);
      const { pins } = driver;
      if (!pins || !('copy' in pins)) return driver;
      return {
        ...driver,
        pins: {
          ...pins,
          copy: async (wanted, call) => {
            let made: Awaited<ReturnType<typeof pins.copy>> | undefined;
            await around(async () => {
              made = await pins.copy(wanted, call);
            }, wanted);
            return made ?? pins.copy(wanted, call);
          },
        },
      };
    },
  });

  test('another version copies only the partitions that changed, and dropping frees only those that no other has', async () => {
    const { take, table, read, source } = await snapshots();
    const first = await take();
    const one = first.pin?.reference ?? '';
    expect(await copied(one, table)).toEqual(['10', '10', '10', '10']);
    await change(`DELETE FROM ${table} WHERE id = 3`);
    const second = await take();
    const two = second.pin?.reference ?? '';
    expect(two).not.toBe(one);
    expect(await copied(two, table)).toEqual(['10', '10', '10', '10', '9']);
    for (const { version, pin } of [first, second]) {
      const target = { version, source, table: 'nowhere', pin: { source, table: pin?.reference ?? '' } };
      expect((await read.verify(target, { scratch: tempFolder(), signal })).drifted).toEqual([]);
    }
    await drop(one);
    expect(await copied(two, table)).toEqual(['10', '10', '10', '9']);
    await drop(two);
    expect(await copied(two, table)).toEqual([]);
  });

  test('a filter by a column that the version leaves out is applied once, when the rows are copied', async () => {
    const { take, table, read, keep, source, catalog } = await snapshots({
      where: "kind = 'even'",
      columns: { exclude: ['kind'] },
    });
    const { version, pin } = await take();
    const target = { version, source, table, pin: { source, table: pin?.reference ?? '' } };
    await change(`DROP TABLE ${table}`);
    expect((await read.verify(target, { scratch: tempFolder(), signal })).drifted).toEqual([]);
    expect((await keep.pin(target, signal)).reference).toBe(pin?.reference);
    expect(await catalog.pins.list()).toHaveLength(1);
  });

  test('rows that changed before they were copied are drift, by name, and nothing of them stays', async () => {
    const changing = watched(async () => {
      await change(`UPDATE things${tables} SET kind = 'late' WHERE id = 0`);
    });
    const { take, table, catalog } = await snapshots({}, changing);
    if (!fixture.pinsLater) {
      // The copy is of the reading transaction's own moment.
      expect((await take()).pin?.reference).toContain(table);
      return;
    }
    await expect(take()).rejects.toMatchObject({
      code: 'drift',
      message: expect.stringMatching(/Not pinned.*1 of 4 partitions drifted: 2020-10-29/),
    });
    expect(await catalog.pins.list()).toEqual([]);
    expect(await catalog.versions.list(table)).toEqual([]);
    expect((await take().catch((error: Error) => error)) instanceof Error).toBe(false);
  });

  test('cut off in the middle, it goes on with the partitions that are there', async () => {
    let cut = true;
    const cutting = watched(async (copy, wanted) => {
      if (!cut) return;
      cut = false;
      // As two transactions of a copy, of which the second fails.
      const driver = await fixture.source.connect();
      const { pins } = driver;
      const [a, b, ...others] = wanted.partitions;
      const batches = [a, b].flatMap((p) => (p ? [p] : [])).map((p) => ({ ...p, rows: 6_000_000n }));
      const failing: PinCopy = {
        ...wanted,
        partitions: [...batches, ...others.map((p) => ({ ...p, rows: 6_000_000n }))],
        select: (some) => {
          if (some.some((p) => p.digest === others[0]?.digest)) throw new Error('cut off');
          return wanted.select(some);
        },
      };
      await expect(pins && 'copy' in pins && pins.copy(failing, CALL)).rejects.toThrow('cut off');
      await driver.close();
      expect(await pins?.list(CALL)).not.toContainEqual(expect.objectContaining({ name: wanted.name }));
      const place = fixture.settings.type === 'mysql' ? fixture.settings.pins?.database : 'tidemark_pins';
      expect(await copied(`${place}.x`, `things${tables}`)).toEqual(['10', '10']);
      let asked = 0;
      const counting = {
        ...wanted,
        select: (some: PinCopy['partitions']) => {
          asked += some.length;
          return wanted.select(some);
        },
      };
      const again = await fixture.source.connect();
      if (again.pins && 'copy' in again.pins) await again.pins.copy(counting, CALL);
      await again.close();
      expect(asked).toBe(2);
      await copy();
    });
    const { take, table } = await snapshots({}, cutting);
    const { pin } = await take();
    expect(await copied(pin?.reference ?? '', table)).toEqual(['10', '10', '10', '10']);
  });

  test('two at once copy each partition once', async () => {
    const { table, catalog, dataset, take } = await snapshots({ keep: 'reference' });
    const { version } = await take();
    const { keep } = createKeepAndRead(catalog);
    const target = { version, source: fixture.source, table: dataset.table };
    const both =
      fixture.settings.type === 'duckdb'
        ? [await keep.pin(target, signal)]
        : await Promise.all([keep.pin(target, signal), keep.pin(target, signal)]);
    expect(new Set(both.map((p) => p.reference)).size).toBe(1);
    expect(await copied(both[0]?.reference ?? '', table)).toEqual(['10', '10', '10', '10']);
  });
});
