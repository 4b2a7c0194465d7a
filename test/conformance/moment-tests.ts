import { expect, test } from 'vitest';
import { bindDataset } from '../../src/scan/bind-dataset.ts';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import type { Scope } from '../../src/scan/scope.ts';
import type { Driver } from '../../src/source/driver.ts';
import { AT, type Bench, CALL, EVERYTHING, ID, NOON, readRows, SPLIT } from './bench.ts';
import { datasetOf, type TestRow } from './fixture.ts';
import { referencePartitions } from './reference.ts';

const COLUMNS = [ID, { name: 'v', type: 'string' }, AT];
const DAY = 86_400_000_000n;
const CHANGES = { split: SPLIT };

const BEFORE = Array.from({ length: 3_000 }, (_, i) => rowOf(i, 'before'));
const ADDED = Array.from({ length: 500 }, (_, i) => rowOf(10_000 + i, 'added'));
/** What `write` leaves behind. */
const AFTER = [
  ...BEFORE.filter(([id]) => Number(id) >= 100).map((row, i) => (i < 100 ? rowOf(100 + i, 'changed') : row)),
  ...ADDED,
];

function rowOf(id: number, v: string): TestRow {
  return [BigInt(id), v, NOON + BigInt(id % 4) * DAY];
}

/** A driver sees one moment of a table that others write to. */
export function momentTests(bench: Bench): void {
  const write = async (table: string) => {
    const { insert, run } = bench.fixture();
    await insert?.(table, COLUMNS, ADDED);
    await run?.(`DELETE FROM ${table} WHERE id < 100`);
    await run?.(`UPDATE ${table} SET v = 'changed' WHERE id < 200`);
  };
  const writtenWhileOpen = (name: string, work: (scope: Scope, driver: Driver) => Promise<void>) =>
    test(name, async ({ skip }) => {
      const { insert, run } = bench.fixture();
      skip(!insert || !run, 'nobody can write while a driver is open');
      await bench.withTable(COLUMNS, BEFORE, CHANGES, work);
    });

  writtenWhileOpen(
    'digests of one driver are equal, whatever is written meanwhile',
    async (scope, driver) => {
      expect(await digests(scope, driver)).toEqual(expected(BEFORE));
      const [during] = await Promise.all([digests(scope, driver), write(scope.table)]);
      expect(during).toEqual(expected(BEFORE));
      expect(await digests(scope, driver)).toEqual(expected(BEFORE));
      expect(await bench.onTable(scope.table, CHANGES, digests)).toEqual(expected(AFTER));
    },
  );

  writtenWhileOpen(
    'a read gives the rows of its driver, whatever is written meanwhile',
    async (scope, driver) => {
      const [during] = await Promise.all([read(scope, driver), write(scope.table)]);
      expect(during).toEqual(asRead(BEFORE));
      expect(await read(scope, driver)).toEqual(asRead(BEFORE));
      expect(await bench.onTable(scope.table, CHANGES, read)).toEqual(asRead(AFTER));
    },
  );

  writtenWhileOpen(
    'the moment is fixed when it is asked for, not at the first look at the table',
    async ({ table }) => {
      const { dialect, connect } = bench.fixture().source;
      const driver = await connect();
      try {
        await driver.moment(CALL);
        await write(table);
        const scope = await bindDataset(datasetOf(table, CHANGES), dialect, driver, CALL);
        expect(await digests(scope, driver)).toEqual(expected(BEFORE));
        expect(await read(scope, driver)).toEqual(asRead(BEFORE));
      } finally {
        await driver.close();
      }
    },
  );

  test('a table that is dropped in mid-scan is whole or missing, and is missing for the next driver', async ({
    skip,
  }) => {
    const { create, run, source, dropEndsReading } = bench.fixture();
    skip(!run, 'nobody can write while a driver is open');
    await create('doomed', COLUMNS, BEFORE);
    let dropped: Promise<void> | undefined;
    await bench.onTable('doomed', CHANGES, async (scope, driver) => {
      expect(await digests(scope, driver)).toEqual(expected(BEFORE));
      // Servers wait with it for the driver; a file of SQLite keeps the old state for it.
      dropped = run?.('DROP TABLE doomed');
      if (dropEndsReading) {
        await dropped;
        await expect(digests(scope, driver)).rejects.toMatchObject({ code: 'source-missing' });
      } else expect(await digests(scope, driver)).toEqual(expected(BEFORE));
    });
    await dropped;
    const driver = await source.connect();
    try {
      await expect(driver.columns('doomed', CALL)).rejects.toMatchObject({ code: 'source-missing' });
    } finally {
      await driver.close();
    }
  });
}

async function digests(scope: Scope, driver: Driver) {
  const scanned = await digestPartitions(scope, driver, CALL, EVERYTHING);
  return Object.fromEntries(scanned.map(({ from, rows, lanes, parts }) => [from, { rows, lanes, parts }]));
}

function expected(rows: readonly TestRow[]) {
  return Object.fromEntries(referencePartitions(COLUMNS, rows, 'at', 'day', SPLIT));
}

async function read(scope: Scope, driver: Driver) {
  return (await readRows(scope, driver, {}, 'id, v')).map((row) => row.join(' ')).sort();
}

function asRead(rows: readonly TestRow[]) {
  return rows.map(([id, v]) => `${id} ${v}`).sort();
}
