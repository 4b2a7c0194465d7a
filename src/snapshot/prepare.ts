import { TidemarkError } from '../base/errors.ts';
import type { Instant } from '../base/instant.ts';
import type { Catalog, PartitionState } from '../catalog/catalog.ts';
import type { Span } from '../partition/span.ts';
import { type Counts, countRows } from '../scan/count-scan.ts';
import type { Dataset, Source } from '../scan/dataset.ts';
import type { Scope } from '../scan/scope.ts';
import type { Granularity } from '../source/dialect.ts';
import type { Call, Driver } from '../source/driver.ts';
import { jcs } from '../version/jcs.ts';
import { parseManifest } from '../version/manifest.ts';
import { buildTree } from '../version/period-tree.ts';
import { type Chunk, chunkPartitions } from './chunks.ts';
import { definitionOf } from './definition.ts';
import { type Marks, marksOf } from './marks.ts';
import { type Known, type Plan, planSnapshot } from './plan.ts';
import { spansToCount } from './spans-to-count.ts';
import type { Told } from './told.ts';

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
  /** The marks of the partitions that were counted. */
  readonly marks: ReadonlyMap<Instant, string>;
}

/** A dataset bound to its table at one moment, and the watermark that the snapshot takes. */
export interface Opened {
  readonly dataset: Dataset;
  readonly source: Source;
  readonly scope: Scope;
  readonly driver: Driver;
  readonly call: Call;
  readonly watermark: Instant;
  readonly told: Told;
}

/**
 * Counts what is there and decides what must be digested.
 * @param full digest everything, whatever is known
 * @throws nulls-found, table-empty
 */
export async function prepare(catalog: Catalog, opened: Opened, full: boolean): Promise<Prepared> {
  const { dataset, source, scope, driver, call, watermark, told } = opened;
  const { granularity } = scope;
  const { recheck } = dataset.ingestion;
  const definition = definitionOf(source, scope);
  const states = await catalog.progress.states(definition);
  const known: Known = {
    covered: await catalog.progress.covered(definition),
    unchangedSince: recheck.by === 'hints' ? unchangedSince(told, definition, states, granularity) : null,
    states,
    resumed: await catalog.progress.unfinished(definition, watermark),
    token: told.token,
    moved: told.later !== undefined,
  };
  const rule = { recheck, full, granularity };
  const marks = recheck.by === 'hints' ? marksOf(told, scope) : undefined;
  const spans = spansToCount(known, watermark, rule, marks);
  const counts = await countIn(spans, opened, marks);
  checkNulls(scope, counts);
  const marked = new Map(
    marks ? [...counts.sums].map(([start, sum]) => [start, marks.of(start, sum)] as const) : [],
  );
  const plan = planSnapshot({ partitions: counts.partitions, marks: marked }, spans, watermark, known, rule);
  if (plan.digest.length + plan.keep.length === 0) throw await nothingThere(scope, driver, call, watermark);
  const whole = await driver.scansWhole?.(scope.table, scope.ingestion.source, call);
  const rowsPerScan = whole ? NO_LIMIT : dataset.rowsPerScan;
  const chunks = chunkPartitions(plan.digest, counts.partitions, granularity, rowsPerScan);
  const rows = chunks.reduce((total, c) => total + c.rows, 0n);
  return { definition, known, plan, chunks, rows, hint: marks?.name ?? null, marks: marked };
}

/** Nothing is asked where the source has said all there is to know. */
async function countIn(
  spans: readonly Span[] | null,
  { scope, driver, call, watermark }: Opened,
  marks: Marks | undefined,
): Promise<Counts> {
  if (spans?.length === 0 && marks && !marks.nulls)
    return { partitions: new Map(), sums: new Map(), nulls: 0n };
  return countRows(scope, driver, call, watermark, spans, marks?.row);
}

/** Where every scan reads the whole table, one is the cheapest. */
const NO_LIMIT = 2n ** 63n;

/** Rules under which a run trusts nothing but what the source says. */
const TRUSTING_NOTHING_ELSE: readonly (string | null)[] = ['all', 'hints'];

/** The watermark up to which the states are those of the last version, and still the table's. */
function unchangedSince(
  { token, last, later }: Told,
  definition: string,
  states: readonly PartitionState[],
  granularity: Granularity,
): Instant | null {
  if (later || token === undefined || last?.token !== token || last.definition !== definition) return null;
  if (!TRUSTING_NOTHING_ELSE.includes(last.recheck)) return null;
  // Another dataset of the same definition may have left states of an older moment, or taken some away.
  const { years } = buildTree(
    states.filter((s) => s.from < last.watermark),
    granularity,
  );
  return jcs(years) === jcs(parseManifest(last.manifest).periods) ? last.watermark : null;
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
