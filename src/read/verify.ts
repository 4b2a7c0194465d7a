import { TidemarkError } from '../base/errors.ts';
import { grouped } from '../base/grouped.ts';
import type { Instant } from '../base/instant.ts';
import type { Catalog, StoredVersion } from '../catalog/catalog.ts';
import { changesBetween, type PartitionChange, type PartitionEntry } from '../partition/late-rows.ts';
import { spansOf } from '../partition/runs.ts';
import { joinAdjoining, partitionSpan } from '../partition/span.ts';
import { countRows } from '../scan/count-scan.ts';
import { digestPartitions } from '../scan/digest-scan.ts';
import type { Scope } from '../scan/scope.ts';
import type { Call, Driver } from '../source/driver.ts';
import type { Manifest } from '../version/manifest.ts';
import { listPartitions } from '../version/tree-diff.ts';

/** How what holds a version compares with it now. */
export interface Verification {
  /** Those that were looked at. */
  readonly partitions: number;
  readonly rows: bigint;
  /** Partitions that the source no longer gives as the manifest has them; `before` is the manifest's. */
  readonly drifted: readonly PartitionChange[];
}

/** Every partition of a version, in order. */
export function partitionsOf(catalog: Catalog, manifest: Manifest): Promise<readonly PartitionEntry[]> {
  return listPartitions(manifest.periods, (digests) => catalog.versions.nodes(digests));
}

/**
 * Recomputes the digest of every partition before the watermark from the source. Partitions that gained
 * their first rows since count as drifted too.
 */
export async function verifyPartitions(
  expected: readonly PartitionEntry[],
  watermark: Instant,
  scope: Scope,
  driver: Driver,
  call: Call,
): Promise<Verification> {
  const { partitions: counts } = await countRows(scope, driver, call, watermark, null);
  const spans = joinAdjoining([...counts.keys()].map((start) => partitionSpan(start, scope.granularity)));
  const found = spans.length === 0 ? [] : await digestPartitions(scope, driver, call, spans);
  return {
    partitions: expected.length,
    rows: expected.reduce((total, p) => total + p.rows, 0n),
    drifted: changesBetween(expected, found),
  };
}

/** Recomputes the digests of some partitions, and looks at nothing else. */
export async function verifySome(
  expected: readonly PartitionEntry[],
  scope: Scope,
  driver: Driver,
  call: Call,
): Promise<Verification> {
  const found = await digestPartitions(scope, driver, call, spansOf(expected, scope.granularity));
  return {
    partitions: expected.length,
    rows: expected.reduce((total, p) => total + p.rows, 0n),
    drifted: changesBetween(expected, found),
  };
}

/** The error of a version whose data are not in the source any more, naming each partition. */
export function driftError(version: StoredVersion, { drifted, partitions }: Verification): TidemarkError {
  const rows = (entry: PartitionEntry | null) => entry?.rows.toString() ?? '0';
  const named = drifted.map(
    (d) => `${d.from} (${grouped(rows(d.before))} rows expected, ${grouped(rows(d.after))} found)`,
  );
  const shown = named.length > 10 ? [...named.slice(0, 10), `and ${named.length - 10} more`] : named;
  return new TidemarkError(
    'drift',
    `Version ${version.id} is not what the source holds now: ${drifted.length} of ${partitions} partitions drifted: ` +
      `${shown.join(', ')}. A new snapshot gives the data of now an ID of their own: tidemark snapshot ${version.dataset}`,
    {
      details: {
        drifted: drifted.map((d) => ({
          partition: d.from,
          expectedRows: rows(d.before),
          foundRows: rows(d.after),
        })),
      },
    },
  );
}
