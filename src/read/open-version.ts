import type { Clock } from '../base/clock.ts';
import type { ErrorCode } from '../base/error-codes.ts';
import { TidemarkError } from '../base/errors.ts';
import type { Catalog, StoredVersion } from '../catalog/catalog.ts';
import type { PartitionEntry } from '../partition/late-rows.ts';
import type { Source } from '../scan/dataset.ts';
import { ensureKnownAnswers } from '../scan/ensure-known-answers.ts';
import type { Scope } from '../scan/scope.ts';
import type { Call, Driver } from '../source/driver.ts';
import { type Manifest, parseManifest } from '../version/manifest.ts';
import { bindPin, bindVersion } from './bind-version.ts';
import type { ArchivePlace } from './read-archive.ts';
import { driftError, verifyPartitions } from './verify.ts';

/** A table that holds a version's data, or held them. */
export interface Place {
  readonly source: Source;
  readonly table: string;
  /** As the table was at that moment, by time travel; as it is where undefined. */
  readonly moment?: string | undefined;
}

/** A version, and where its data are. */
export interface ReadTarget extends Place {
  readonly version: StoredVersion;
  /** Where the warehouse keeps the version by itself; read first, and passed over where it is gone. */
  readonly pin?: Place | undefined;
  /** The pin, or nothing. */
  readonly pinAlone?: boolean | undefined;
  /** Where time travel has the version; read where the source itself has drifted. */
  readonly past?: Place | undefined;
  /** The past, or nothing. */
  readonly pastAlone?: boolean | undefined;
  /** Where its archive is; looked at before the pin, and passed over where it is not whole. */
  readonly archive?: ArchivePlace | undefined;
  /** What reading may be billed for; undefined for the source's own limit. */
  readonly maxBytesBilled?: bigint | undefined;
}

/** A version that is bound to a table that is to hold it. */
export interface OpenedVersion {
  readonly manifest: Manifest;
  readonly scope: Scope;
  readonly driver: Driver;
  readonly call: Call;
  readonly place: Place;
  readonly isPin: boolean;
}

export interface ReadDependencies {
  readonly catalog: Catalog;
  readonly clock: Clock;
}

/**
 * Works with a version where it is: in its pin, or else in its source, or else in its source's past. The past comes last,
 * since it ends, and since that the source drifted is to be found.
 * @param purpose what a DBA sees that it is for
 * @throws drift where the table cannot be the version's any more
 */
export async function withVersion<T>(
  dependencies: ReadDependencies,
  target: ReadTarget,
  signal: AbortSignal,
  purpose: string,
  work: (opened: OpenedVersion) => Promise<T>,
): Promise<T> {
  if (target.pin) {
    let found = false;
    try {
      return await withPlace(dependencies, target, target.pin, signal, purpose, (opened) => {
        found = true;
        return work(opened);
      });
    } catch (error) {
      // Dropped, or its time was over: the source may hold the version still.
      if (found || target.pinAlone || !isOneOf(error, ['source-missing'])) throw error;
    }
  }
  if (target.past && target.pastAlone)
    return withPlace(dependencies, target, target.past, signal, purpose, work);
  try {
    return await withPlace(dependencies, target, { ...target, moment: undefined }, signal, purpose, work);
  } catch (error) {
    if (!target.past || !isOneOf(error, ['drift'])) throw error;
    return withPlace(dependencies, target, target.past, signal, purpose, work).catch((other: unknown) => {
      throw isOneOf(other, ['drift', 'moment-gone', 'source-missing', 'source-invalid']) ? error : other;
    });
  }
}

function isOneOf(error: unknown, codes: readonly ErrorCode[]): boolean {
  return error instanceof TidemarkError && codes.includes(error.code);
}

async function withPlace<T>(
  { catalog, clock }: ReadDependencies,
  { version, maxBytesBilled, pin }: ReadTarget,
  place: Place,
  signal: AbortSignal,
  purpose: string,
  work: (opened: OpenedVersion) => Promise<T>,
): Promise<T> {
  const { source, table, moment } = place;
  const manifest = parseManifest(version.manifest);
  const driver = await source.connect({ maxBytesBilled, moment });
  try {
    const call = { signal, label: `tidemark ${purpose} ${version.id}` };
    await ensureKnownAnswers(catalog.engineChecks, source.dialect, driver, call, clock());
    const bind = place === pin ? bindPin : bindVersion;
    const scope = await bind(version, manifest, table, source.dialect, driver, call);
    return await work({
      manifest,
      scope,
      driver,
      call,
      place: { source, table, moment },
      isPin: place === pin,
    });
  } finally {
    await driver.close();
  }
}

/** @throws drift where the partitions are not what the table holds */
export async function prove(
  version: StoredVersion,
  { manifest, scope, driver, call }: OpenedVersion,
  partitions: readonly PartitionEntry[],
): Promise<void> {
  const verification = await verifyPartitions(partitions, manifest.watermark, scope, driver, call);
  if (verification.drifted.length > 0) throw driftError(version, verification);
}
