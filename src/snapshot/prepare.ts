import { TidemarkError } from '../base/errors.ts';
import type { Instant } from '../base/instant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { type Counts, countRows } from '../scan/count-scan.ts';
import type { Dataset, Source } from '../scan/dataset.ts';
import type { Scope } from '../scan/scope.ts';
import type { Call, Driver, Hint } from '../source/driver.ts';
import { type Chunk, chunkPartitions } from './chunks.ts';
import { definitionOf } from './definition.ts';
import { countFrom, type Known, type Plan, planSnapshot } from './plan.ts';

/** All that is decided before the first digest. */
export interface Prepared {
  readonly definition: string;
  readonly known: Known;
  readonly plan: Plan;
  readonly chunks: readonly Chunk[];
  /** Rows that will be digested. */
  readonly rows: bigint;
  /** What `recheck: hints` went by; null where the rule is another, or the engine has no hint. */
  readonly hint: string | null;
  /** What the hint says of each partition. */
  readonly marks: Counts['marks'];
}

/** A dataset bound to its table at one moment, and the watermark that the snapshot takes. */
export interface Opened {
  readonly dataset: Dataset;
  readonly source: Source;
  readonly scope: Scope;
  readonly driver: Driver;
  readonly call: Call;
  readonly watermark: Instant;
}

/**
 * Counts what is there and decides what must be digested.
 * @param full digest everything, whatever is known
 * @throws nulls-found, table-empty
 */
export async function prepare(catalog: Catalog, opened: Opened, full: boolean): Promise<Prepared> {
  const { dataset, source, scope, driver, call, watermark } = opened;
  const { granularity } = scope;
  const { recheck } = dataset.ingestion;
  const definition = definitionOf(source, scope);
  const known: Known = {
    covered: await catalog.progress.covered(definition),
    states: await catalog.progress.states(definition),
    resumed: await catalog.progress.unfinished(definition, watermark),
    token: await driver.changeToken(scope.table, call),
  };
  const from = countFrom(known.covered, recheck, full, granularity);
  const hint = recheck.by === 'hints' ? await hintOf(scope, driver, call, known.token) : undefined;
  const counts = await countRows(scope, driver, call, watermark, from, hint);
  checkNulls(scope, counts);
  const plan = planSnapshot(counts, from, watermark, known, {
    recheck,
    full: full,
    granularity,
  });
  if (plan.digest.length + plan.keep.length === 0) throw await nothingThere(scope, driver, call, watermark);
  const chunks = chunkPartitions(plan.digest, counts.partitions, granularity, dataset.rowsPerScan);
  const rows = chunks.reduce((total, c) => total + c.rows, 0n);
  return { definition, known, plan, chunks, rows, hint: hint?.name ?? null, marks: counts.marks };
}

/** The engine's own hint; else its change token, which speaks for every partition at once. */
async function hintOf(
  scope: Scope,
  driver: Driver,
  call: Call,
  token: string | undefined,
): Promise<Hint | undefined> {
  const hint = await driver.hint?.(scope.table, call);
  return hint ?? (token === undefined ? undefined : { name: 'change token', epoch: token });
}

function checkNulls(scope: Scope, { nulls }: Counts): void {
  if (nulls === 0n || scope.nulls === 'exclude') return;
  throw new TidemarkError(
    'nulls-found',
    `Table ${scope.table}: ${nulls} rows have NULL in the ingestion column "${scope.ingestion.name}", so no partition ` +
      'holds them. Fill them in, or set ingestion.nulls: exclude to leave them out.',
    { details: { rows: nulls.toString() } },
  );
}

/** Why there is nothing to snapshot: no rows at all, or none before the watermark. */
async function nothingThere(
  scope: Scope,
  driver: Driver,
  call: Call,
  watermark: Instant,
): Promise<TidemarkError> {
  const far = '9999-12-31T23:00:00Z' as Instant;
  const [first] = (await countRows(scope, driver, call, far, null)).partitions.keys();
  const filtered = scope.filter === null ? '' : ' that the dataset’s "where" lets through';
  return new TidemarkError(
    'table-empty',
    first === undefined
      ? `Table ${scope.table} has no rows${filtered} with an ingestion timestamp; there is nothing to make a version of.`
      : `Table ${scope.table} has no rows before the watermark ${watermark}: its first partition starts at ${first}.`,
  );
}
