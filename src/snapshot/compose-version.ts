import { formatMicros, type Instant } from '../base/instant.ts';
import type { Catalog, PartitionState, StoredVersion } from '../catalog/catalog.ts';
import type { CostFacts, Facts } from '../catalog/facts.ts';
import { DIGEST_ALGORITHM } from '../digest/partition-digest.ts';
import { formatRecheck, type Recheck } from '../partition/recheck.ts';
import { castsOf } from '../scan/bind-dataset.ts';
import type { Dataset } from '../scan/dataset.ts';
import type { Scope } from '../scan/scope.ts';
import { schemaEntry } from '../source/column.ts';
import { partNames } from '../split/split.ts';
import { checkManifest, MANIFEST_FORMAT, type Manifest, printManifest, totals } from '../version/manifest.ts';
import { buildTree, type PeriodEntry, type PeriodNode } from '../version/period-tree.ts';
import { identify } from '../version/version-id.ts';
import { type Comparison, compareWithBase } from './compare-with-base.ts';

/** What a run found out, of which the version is made. */
export interface Made {
  readonly dataset: Dataset;
  readonly scope: Scope;
  readonly watermark: Instant;
  /** Every partition before the watermark that has rows, in order. */
  readonly states: readonly PartitionState[];
  readonly engineVersion: string;
  /** How many of them the run digested itself. */
  readonly digested: number;
  /** What `recheck: hints` went by; null where it went by nothing. */
  readonly hint: string | null;
  readonly created: Instant;
  readonly cost: CostFacts | undefined;
}

/** The version, its nodes, and how it differs from the version before. @param base that version */
export async function composeVersion(
  catalog: Catalog,
  base: StoredVersion | undefined,
  made: Made,
): Promise<{ version: StoredVersion; nodes: readonly PeriodNode[]; comparison: Comparison }> {
  const { years, nodes } = buildTree(made.states, made.scope.granularity);
  const manifest = manifestOf(made, years);
  const comparison = await compareWithBase(catalog, base, manifest, nodes);
  const version = {
    ...identify(manifest),
    dataset: made.dataset.name,
    watermark: made.watermark,
    manifest: printManifest(manifest),
    facts: factsOf(made, manifest, comparison),
    created: made.created,
    supersedes: comparison.supersedes,
  };
  return { version, nodes, comparison };
}

function manifestOf({ dataset, scope, watermark }: Made, periods: readonly PeriodEntry[]): Manifest {
  return checkManifest({
    dataset: dataset.name,
    digest: DIGEST_ALGORITHM,
    filter: scope.filter,
    format: MANIFEST_FORMAT,
    ingestion: { column: scope.ingestion.name, granularity: scope.granularity, nulls: scope.nulls },
    periods,
    rows: scope.mode,
    schema: scope.columns.map(schemaEntry),
    split: scope.split,
    watermark,
  });
}

function factsOf(made: Made, manifest: Manifest, { changes, late }: Comparison): Facts {
  const { dataset, scope, states } = made;
  const { recheck } = dataset.ingestion;
  const least = (values: readonly bigint[]) => values.reduce((a, b) => (b < a ? b : a));
  const greatest = (values: readonly bigint[]) => values.reduce((a, b) => (b > a ? b : a));
  return {
    rows: totals(manifest).rows.toString(),
    parts: Object.fromEntries(
      partNames(scope.split).map((name) => [name, sum(states.map((s) => s.parts[name] ?? 0n)).toString()]),
    ),
    partitions: { total: states.length, digested: made.digested, changed: changes.length },
    lateRows: late.map(({ partition, rows }) => ({ partition, rows: rows.toString() })),
    source: {
      name: dataset.source,
      engine: scope.dialect.engine,
      engineVersion: made.engineVersion,
      table: dataset.table,
      casts: castsOf(scope.columns),
    },
    ingested: {
      first: formatMicros(least(states.map((s) => s.first))),
      last: formatMicros(greatest(states.map((s) => s.last))),
    },
    ...(made.cost ? { cost: made.cost } : {}),
    trusted: `recheck: ${ruleName(recheck, made.hint)}`,
  };
}

function ruleName(recheck: Recheck, hint: string | null): string {
  return recheck.by === 'hints' ? `hints (${hint ?? 'none'})` : formatRecheck(recheck);
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
