import type { StoredVersion } from '../catalog/catalog.ts';
import type { PartitionEntry } from '../partition/late-rows.ts';
import type { Source } from '../scan/dataset.ts';
import type { Scope } from '../scan/scope.ts';
import type { Call, Driver } from '../source/driver.ts';
import type { VersionId } from '../version/version-id.ts';

/** A version, and the driver that sees its data now. */
export interface Pinnable {
  readonly version: StoredVersion;
  readonly source: Source;
  /** The version bound to the table that holds it. */
  readonly scope: Scope;
  /** The version's partitions; asked for only where a pin is made of them. */
  partitions(): Promise<readonly PartitionEntry[]>;
  readonly driver: Driver;
  readonly call: Call;
}

/** `_20201031T000000Z_duwrf7tc6fmmre7v` */
const TAIL = 34;

/**
 * The name of a version's pin: letters, digits and `_`, which every engine takes. The hash in it makes it the only one,
 * also where the dataset's name is cut off.
 */
export function pinName(id: VersionId, longest = Infinity): string {
  const name = id.replaceAll(/[^A-Za-z0-9]/g, '_');
  return name.length <= longest ? name : name.slice(0, longest - TAIL) + name.slice(-TAIL);
}
