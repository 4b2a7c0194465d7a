import { expect, test } from 'vitest';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import type { Driver, TablePins } from '../../src/source/driver.ts';
import { AT, type Bench, CALL, EVERYTHING, ID, NOON } from './bench.ts';
import { datasetOf, type TestRow } from './fixture.ts';
import { referencePartitions } from './reference.ts';

const COLUMNS = [ID, { name: 'v', type: 'string' }, AT];
const ROWS = Array.from({ length: 200 }, (_, i): TestRow => [BigInt(i), 'before', NOON]);

/** Engines that can keep a table's state without reading it keep that of the driver's moment. */
export function pinTests(bench: Bench): void {
  const pinTest = (name: string, work: (table: string, driver: Driver, pins: TablePins) => Promise<void>) =>
    test(name, async ({ skip }) => {
      const { run } = bench.fixture();
      await bench.withTable(COLUMNS, ROWS, {}, async ({ table }, driver) => {
        const { pins } = driver;
        if (!pins || !run) return skip('the engine cannot keep a table’s state by itself');
        return work(table, driver, pins);
      });
    });
  const digests = (table: string) =>
    bench.onTable(table, {}, async (scope, driver) => {
      const scanned = await digestPartitions(scope, driver, CALL, EVERYTHING);
      return Object.fromEntries(
        scanned.map(({ from, rows, lanes, parts }) => [from, { rows, lanes, parts }]),
      );
    });
  const expected = Object.fromEntries(
    referencePartitions(COLUMNS, ROWS, 'at', datasetOf('').ingestion.granularity, null),
  );

  pinTest(
    'a pin holds the table as it was at the moment, whatever becomes of it',
    async (table, driver, pins) => {
      const { run } = bench.fixture();
      await run?.(`DELETE FROM ${table} WHERE id < 100`);
      const pin = await pins.create(table, `${table}_pin`, CALL);
      await run?.(`UPDATE ${table} SET v = 'after' WHERE id > 150`);
      expect(await digests(pin.reference)).toEqual(expected);
      expect(await digests(table)).not.toEqual(expected);
      await run?.(`DROP TABLE ${table}`);
      expect(await digests(pin.reference)).toEqual(expected);
      expect(await driver.version(CALL)).toMatch(/\d/);
    },
  );

  pinTest('a pin is listed, stays where it is made again, is renewed, and goes', async (table, _, pins) => {
    const { run } = bench.fixture();
    const pin = await pins.create(table, `${table}_pin`, CALL);
    await run?.(`DELETE FROM ${table} WHERE id < 100`);
    expect((await pins.create(table, `${table}_pin`, CALL)).reference).toBe(pin.reference);
    expect((await pins.list(CALL)).map((p) => p.reference)).toContain(pin.reference);
    expect((await pins.renew(pin.reference, CALL))?.reference).toBe(pin.reference);
    expect(await digests(pin.reference)).toEqual(expected);
    await pins.drop(pin.reference, CALL);
    await pins.drop(pin.reference, CALL);
    expect(await pins.renew(pin.reference, CALL)).toBeUndefined();
    expect((await pins.list(CALL)).map((p) => p.reference)).not.toContain(pin.reference);
    await expect(digests(pin.reference)).rejects.toMatchObject({ code: 'source-missing' });
  });
}
