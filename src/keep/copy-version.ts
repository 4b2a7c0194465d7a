import { TidemarkError } from '../base/errors.ts';
import type { PartitionEntry } from '../partition/late-rows.ts';
import { bindPin } from '../read/bind-version.ts';
import { driftError, verifyPartitions } from '../read/verify.ts';
import type { CopiedPins, TablePin } from '../source/driver.ts';
import { parseManifest } from '../version/manifest.ts';
import { LONGEST_NAME, pinCopy } from './pin-copy.ts';
import { type Pinnable, pinName } from './pinnable.ts';

/**
 * Has the warehouse copy what it does not hold yet of the version, and proves the copy.
 * @throws drift where the copy is not the version; then it is removed
 */
export async function copyVersion(pins: CopiedPins, pinnable: Pinnable): Promise<TablePin> {
  const { version, scope, driver, call } = pinnable;
  const partitions = await pinnable.partitions();
  const native = await driver.columns(scope.table, call);
  const name = pinName(version.id, LONGEST_NAME);
  const pin = await pins.copy(pinCopy(name, version.dataset, scope, partitions, native), call);
  try {
    await proveCopy(pin, pinnable, partitions);
  } catch (error) {
    // What else fails says nothing of the copy: the next attempt finds it, and proves it.
    if (error instanceof TidemarkError && error.code === 'drift') await pins.drop(pin.reference, call);
    throw error;
  }
  return pin;
}

/** From the pin itself, through a driver that sees it: whatever happened while it was copied shows. */
async function proveCopy(
  pin: TablePin,
  { version, source, call }: Pinnable,
  partitions: readonly PartitionEntry[],
): Promise<void> {
  const manifest = parseManifest(version.manifest);
  const driver = await source.connect();
  try {
    const scope = await bindPin(version, manifest, pin.reference, source.dialect, driver, call);
    const verification = await verifyPartitions(partitions, manifest.watermark, scope, driver, call);
    if (verification.drifted.length === 0) return;
    const { message, details } = driftError(version, verification);
    throw new TidemarkError(
      'drift',
      `Not pinned: rows changed while they were copied, or a copy that was there before was changed. ${message}`,
      { details },
    );
  } finally {
    await driver.close();
  }
}
