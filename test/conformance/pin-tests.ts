import { expect, test } from 'vitest';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import type { Scope } from '../../src/scan/scope.ts';
import type { CopiedPins, Driver, TablePins } from '../../src/source/driver.ts';
import { pinMaker } from '../support/make-pin.ts';
import { AT, type Bench, CALL, EVERYTHING, ID, NOON } from './bench.ts';
import { EDGE_VALUES } from './edge-values.ts';
import { datasetOf, type TestColumn, type TestRow } from './fixture.ts';
import { referencePartitions } from './reference.ts';

const DAY = 86_400_000_000n;
const COLUMNS = [ID, { name: 'v', type: 'string' }, AT];
const ROWS = Array.from(
  { length: 200 },
  (_, i): TestRow => [BigInt(i), 'before', NOON + (i < 100 ? 0n : DAY)],
);

type Pins = TablePins | CopiedPins;

/** Engines that can keep a table's state keep it, by themselves or by copying. */
export function pinTests(bench: Bench): void {
  const change = (statement: string) => {
    const { change: alone, run } = bench.fixture();
    return (alone ?? run)?.(statement);
  };
  const pinTest = (
    name: string,
    work: (scope: Scope, driver: Driver, pins: Pins, skip: (why: string) => never) => Promise<void>,
  ) =>
    test(name, async ({ skip }) => {
      await bench.withTable(COLUMNS, ROWS, {}, async (scope, driver) => {
        const { pins } = driver;
        const { run, change: alone } = bench.fixture();
        if (!pins || !(run ?? alone)) return skip('the engine has no pins here');
        return work(scope, driver, pins, skip);
      });
    });
  const digests = (table: string) =>
    bench.onTable(table, {}, async (scope, driver) => {
      const scanned = await digestPartitions(scope, driver, CALL, EVERYTHING);
      return Object.fromEntries(
        scanned.map(({ from, rows, lanes, parts }) => [from, { rows, lanes, parts }]),
      );
    });
  const referenceOf = (columns: readonly TestColumn[], rows: readonly TestRow[]) =>
    Object.fromEntries(referencePartitions(columns, rows, 'at', datasetOf('').ingestion.granularity, null));
  const expected = referenceOf(COLUMNS, ROWS);

  pinTest('a pin is of the driver’s moment', async (scope, driver, pins, skip) => {
    const { run, pinsLater } = bench.fixture();
    if (pinsLater) return skip('a copy is of a moment of its own');
    const make = await pinMaker(scope, driver, pins);
    await run?.(`DELETE FROM ${scope.table} WHERE id < 100`);
    expect(await digests((await make(`${scope.table}_pin`)).reference)).toEqual(expected);
    expect(await driver.version(CALL)).toMatch(/\d/);
  });

  pinTest('a pin holds the table as it was, whatever becomes of it', async (scope, driver, pins) => {
    const { table } = scope;
    const pin = await (await pinMaker(scope, driver, pins))(`${table}_pin`);
    await driver.close();
    await change(`UPDATE ${table} SET v = 'after' WHERE id > 150`);
    expect(await digests(pin.reference)).toEqual(expected);
    expect(await digests(table)).not.toEqual(expected);
    await change(`DROP TABLE ${table}`);
    expect(await digests(pin.reference)).toEqual(expected);
  });

  pinTest(
    'a pin is listed, stays where it is made again, is renewed, and goes',
    async (scope, driver, pins) => {
      const make = await pinMaker(scope, driver, pins);
      const pin = await make(`${scope.table}_pin`);
      await change(`DELETE FROM ${scope.table} WHERE id < 100`);
      expect((await make(`${scope.table}_pin`)).reference).toBe(pin.reference);
      expect((await pins.list(CALL)).map((p) => p.reference)).toContain(pin.reference);
      expect((await pins.renew(pin.reference, CALL))?.reference).toBe(pin.reference);
      expect(await digests(pin.reference)).toEqual(expected);
      await pins.drop(pin.reference, CALL);
      await pins.drop(pin.reference, CALL);
      expect(await pins.renew(pin.reference, CALL)).toBeUndefined();
      expect((await pins.list(CALL)).map((p) => p.reference)).not.toContain(pin.reference);
      await expect(digests(pin.reference)).rejects.toMatchObject({ code: 'source-missing' });
    },
  );

  pinTest('a copy holds every value of every type', async (_, { pins: kind }, __, skip) => {
    if (!kind || !('copy' in kind)) return skip('the engine copies nothing');
    for (const [type, values] of Object.entries(EDGE_VALUES)) {
      const all = [null, ...values].map((value, i): TestRow => [BigInt(i), value, NOON]);
      const { columns, rows } = bench.held([ID, { name: 'Of "it"', type }, AT], all);
      const pin = await bench.withTable(columns, rows, {}, async (scope, driver) => {
        const made = driver.pins && (await pinMaker(scope, driver, driver.pins));
        return made?.(`${scope.table}_pin`);
      });
      expect(await digests(pin?.reference ?? '')).toEqual(referenceOf(columns, rows));
    }
  });
}
