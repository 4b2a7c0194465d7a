import { pinCopy } from '../../src/keep/pin-copy.ts';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import type { Scope } from '../../src/scan/scope.ts';
import type { CopiedPins, Driver, TablePin, TablePins } from '../../src/source/driver.ts';
import { CALL, EVERYTHING } from '../conformance/bench.ts';

/** What pins the table as the driver sees it, of whichever kind pins are. */
export async function pinMaker(
  scope: Scope,
  driver: Driver,
  pins: TablePins | CopiedPins,
): Promise<(name: string) => Promise<TablePin>> {
  if ('create' in pins) return (name) => pins.create(scope.table, name, CALL);
  const partitions = await digestPartitions(scope, driver, CALL, EVERYTHING);
  const native = await driver.columns(scope.table, CALL);
  return (name) => pins.copy(pinCopy(name, scope.table, scope, partitions, native), CALL);
}
