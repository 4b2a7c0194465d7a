import { throwIfCancelled } from '../base/cancelled.ts';
import { type CostFacts, costFacts } from '../catalog/facts.ts';
import { digestSql } from '../scan/digest-scan.ts';
import type { Scope } from '../scan/scope.ts';
import type { Call, Driver } from '../source/driver.ts';
import type { Chunk } from './chunks.ts';

/** What the digests of the chunks would read; undefined where the warehouse cannot say. */
export async function estimate(
  scope: Scope,
  driver: Driver,
  call: Call,
  chunks: readonly Chunk[],
): Promise<bigint | undefined> {
  if (!driver.estimate) return undefined;
  let bytes = 0n;
  for (const { spans } of chunks) bytes += await driver.estimate(digestSql(scope, spans), call);
  return bytes;
}

/** What the driver's queries have cost so far; undefined where the warehouse does not say. */
export async function costOf(driver: Driver, call: Call): Promise<CostFacts | undefined> {
  try {
    return driver.cost && costFacts(await driver.cost(call));
  } catch {
    // A version that is made is not given up for what it cost.
    throwIfCancelled(call.signal, call.label);
    return undefined;
  }
}
