import { TidemarkError } from '../base/errors.ts';
import type { StoredVersion } from '../catalog/catalog.ts';
import type { PartitionChange, PartitionEntry } from '../partition/late-rows.ts';
import { joinAdjoining, partitionSpan } from '../partition/span.ts';
import { countRows } from '../scan/count-scan.ts';
import { digestPartitions } from '../scan/digest-scan.ts';
import { ensureKnownAnswers } from '../scan/ensure-known-answers.ts';
import type { Call, Driver } from '../source/driver.ts';
import { jcs } from '../version/jcs.ts';
import { type Manifest, parseManifest } from '../version/manifest.ts';
import { buildTree } from '../version/period-tree.ts';
import { diffTrees } from '../version/tree-diff.ts';
import { identify, type VersionId } from '../version/version-id.ts';
import { bindVersion } from './bind-version.ts';
import type { ReadDependencies, ReadTarget } from './open-version.ts';

/** What a snapshot of a version's watermark, as the version was defined, would give today. */
export interface Today {
  readonly version: StoredVersion;
  /** The ID it would have; null where it would be refused. */
  readonly id: VersionId | null;
  /** Partitions before the watermark that are other than in the version, in order; `before` is the version's. */
  readonly changes: readonly PartitionChange[];
  /** Why it would be refused: a column that is gone, a table that is gone or empty, a NULL where none may be. */
  readonly refused: TidemarkError | null;
}

/** Errors that say that the table is no longer what a version can be made of; others are nobody's answer. */
const REFUSALS = [
  'drift',
  'source-missing',
  'source-invalid',
  'nulls-found',
  'value-unsupported',
  'table-empty',
];

/**
 * Digests each table once for each definition, up to the newest watermark, at one moment of each table: a version is the
 * partitions before its watermark, so that one scan answers for all of them.
 * @returns in the order of the targets
 */
export async function lookToday(
  { catalog, clock }: ReadDependencies,
  targets: readonly ReadTarget[],
  signal: AbortSignal,
): Promise<readonly Today[]> {
  const found = new Map<VersionId, Today>();
  for (const atTable of grouped(targets, ({ source, table }) => jcs([source.name, table]))) {
    const [{ source, maxBytesBilled, version }] = atTable;
    const driver = await source.connect({ maxBytesBilled });
    try {
      const call = { signal, label: `tidemark history ${version.dataset}` };
      await ensureKnownAnswers(catalog.engineChecks, source.dialect, driver, call, clock());
      for (const alike of grouped(atTable, definitionOf)) {
        for (const today of await lookAtDefinition(alike, driver, call)) found.set(today.version.id, today);
      }
    } finally {
      await driver.close();
    }
  }
  return targets.flatMap(({ version }) => found.get(version.id) ?? []);

  async function lookAtDefinition(
    alike: Group<ReadTarget>,
    driver: Driver,
    call: Call,
  ): Promise<readonly Today[]> {
    const refuse = (refused: TidemarkError) =>
      alike.map(({ version }): Today => ({ version, id: null, changes: [], refused }));
    try {
      const scanned = await scan(alike, driver, call);
      return await Promise.all(alike.map(({ version }) => compare(version, scanned)));
    } catch (error) {
      if (error instanceof TidemarkError && REFUSALS.includes(error.code)) return refuse(error);
      throw error;
    }
  }

  async function compare(version: StoredVersion, { partitions, nulls }: Scanned): Promise<Today> {
    const manifest = parseManifest(version.manifest);
    const before = partitions.filter((p) => p.from < manifest.watermark);
    const { years, nodes } = buildTree(before, manifest.ingestion.granularity);
    const own = new Map(nodes.map((n) => [n.digest, n.body]));
    const changes = await diffTrees(manifest.periods, years, async (digests) => {
      const elsewhere = digests.filter((d) => !own.has(d));
      return new Map([...own, ...(elsewhere.length > 0 ? await catalog.versions.nodes(elsewhere) : [])]);
    });
    const refused = refusal(version, manifest, before, nulls);
    return {
      version,
      id: refused ? null : identify({ ...manifest, periods: [...years] }).id,
      changes,
      refused,
    };
  }
}

interface Scanned {
  readonly partitions: readonly PartitionEntry[];
  /** Rows without an ingestion timestamp. */
  readonly nulls: bigint;
}

async function scan(alike: Group<ReadTarget>, driver: Driver, call: Call): Promise<Scanned> {
  const newest = alike.reduce((a, b) => (b.version.watermark > a.version.watermark ? b : a));
  const { version, source, table } = newest;
  const manifest = parseManifest(version.manifest);
  const scope = await bindVersion(version, manifest, table, source.dialect, driver, call);
  const { partitions: counts, nulls } = await countRows(scope, driver, call, manifest.watermark, null);
  const spans = joinAdjoining([...counts.keys()].map((start) => partitionSpan(start, scope.granularity)));
  return { nulls, partitions: spans.length === 0 ? [] : await digestPartitions(scope, driver, call, spans) };
}

/** Why a snapshot would make no version, though the table can be digested. */
function refusal(
  { facts }: StoredVersion,
  { watermark, ingestion }: Manifest,
  partitions: readonly PartitionEntry[],
  nulls: bigint,
): TidemarkError | null {
  const { table } = facts.source;
  if (nulls > 0n && ingestion.nulls === 'error')
    return new TidemarkError(
      'nulls-found',
      `Table ${table}: ${nulls} rows have NULL in the ingestion column "${ingestion.column}", so no partition holds them.`,
    );
  if (partitions.length > 0) return null;
  return new TidemarkError('table-empty', `Table ${table} has no rows before the watermark ${watermark}.`);
}

/** All that a partition's digest depends on, and what a scan may be refused for. */
function definitionOf({ version }: ReadTarget): string {
  const { periods: _, watermark: __, ...definition } = parseManifest(version.manifest);
  return jcs({ definition, casts: version.facts.source.casts });
}

type Group<T> = readonly [T, ...T[]];

function grouped<T>(items: readonly T[], key: (item: T) => string): readonly Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}
