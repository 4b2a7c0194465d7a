import { randomUUID } from 'node:crypto';
import { throwIfCancelled } from '../base/cancelled.ts';
import type { Clock } from '../base/clock.ts';
import { TidemarkError } from '../base/errors.ts';
import type { Instant } from '../base/instant.ts';
import type { Catalog, Holder, PartitionState, StoredPin, StoredVersion } from '../catalog/catalog.ts';
import type { CostFacts } from '../catalog/facts.ts';
import { withLock } from '../catalog/with-lock.ts';
import { type ArchiveOptions, type ArchiveResult, archiveOpened } from '../keep/archive-opened.ts';
import { pinVersion, requirePins } from '../keep/pin-version.ts';
import { formatRecheck } from '../partition/recheck.ts';
import { checkWatermark, watermarkAt } from '../partition/watermark.ts';
import { bindDataset } from '../scan/bind-dataset.ts';
import type { Dataset, Source } from '../scan/dataset.ts';
import { digestPartitions, type PartitionScan } from '../scan/digest-scan.ts';
import { ensureKnownAnswers } from '../scan/ensure-known-answers.ts';
import type { Scope } from '../scan/scope.ts';
import type { Call, Driver } from '../source/driver.ts';
import { parseManifest } from '../version/manifest.ts';
import type { Chunk } from './chunks.ts';
import type { Comparison } from './compare-with-base.ts';
import { composeVersion } from './compose-version.ts';
import { costOf, estimate } from './cost.ts';
import { type Prepared, prepare } from './prepare.ts';
import { recordMoment } from './record-moment.ts';
import { retryLost } from './retry-lost.ts';
import { askChanges, confirmChanges } from './told.ts';

/** How far a snapshot is. */
export interface Progress {
  readonly rows: bigint;
  readonly totalRows: bigint;
  readonly partitions: number;
  readonly totalPartitions: number;
}

export interface SnapshotOptions {
  readonly watermark?: Instant | undefined;
  /** Digest every partition again. */
  readonly full?: boolean | undefined;
  /** Set to the version in the same transaction. */
  readonly tag?: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Where `keep: archive` brings the version once it is published. */
  readonly archive?: Omit<ArchiveOptions, 'signal'> | undefined;
  /** Told when another process works on the same dataset. */
  readonly onWait?: ((holder: Holder) => void) | undefined;
  /** Told when the source was lost and is tried again; the snapshot goes on from the partitions it has. */
  readonly onRetry?: ((error: TidemarkError) => void) | undefined;
}

export interface SnapshotResult {
  readonly version: StoredVersion;
  /** False where the data and so the ID were there before. */
  readonly isNew: boolean;
  readonly partitions: { readonly total: number; readonly digested: number; readonly changed: number };
  readonly comparison: Comparison;
  /** What this run's queries cost, where the warehouse says so. */
  readonly cost: CostFacts | undefined;
  /** Where the warehouse keeps the version by itself. */
  readonly pin: StoredPin | undefined;
  /** What bringing it into the store did. */
  readonly archived: ArchiveResult | undefined;
}

/** What a snapshot would do. */
export interface SnapshotPreview {
  readonly watermark: Instant;
  readonly partitions: { readonly total: number; readonly toDigest: number };
  readonly rowsToDigest: bigint;
  /** What the digests would read, where the warehouse can say. */
  readonly bytesToScan: bigint | undefined;
  /** What finding this out cost, where the warehouse says so. */
  readonly cost: CostFacts | undefined;
}

export interface SnapshotDependencies {
  readonly catalog: Catalog;
  readonly clock: Clock;
}

/** The write path: a table, at one moment, becomes a version. */
export function createSnapshot({ catalog, clock }: SnapshotDependencies) {
  return {
    /** Takes the snapshot; the same data give the same version. One at a time for each dataset. */
    take: (dataset: Dataset, source: Source, options: SnapshotOptions): Promise<SnapshotResult> => {
      // Once, so that a second attempt at a lost source is one at the same watermark.
      const now = clock();
      return withLock(
        catalog.locks,
        `snapshot ${dataset.name}`,
        { clock, signal: options.signal, onWait: options.onWait ?? (() => {}) },
        (signal) =>
          withDriver(dataset, source, { ...options, signal }, async (driver, call) => {
            const { scope, watermark, prepared } = await begin(dataset, source, driver, call, options, now);
            const recheck = options.full ? 'all' : formatRecheck(dataset.ingestion.recheck);
            const run = await startRun(dataset, watermark, prepared, recheck);
            const digested = await digestChunks(scope, driver, call, prepared, run, options.onProgress);
            const states = inOrder([...prepared.plan.keep, ...digested]);
            const engineVersion = await driver.version(call);
            const cost = await costOf(driver, call);
            const base = await catalog.versions.head(dataset.name, watermark);
            const made = {
              dataset,
              scope,
              watermark,
              states,
              engineVersion,
              digested: digested.length,
              hint: prepared.hint,
              created: clock(),
              cost,
            };
            const { version, nodes, comparison } = await composeVersion(catalog, base, made);
            throwIfCancelled(signal, call.label);
            const pin =
              dataset.keep === 'pin'
                ? await pinVersion(
                    catalog,
                    { version, source, scope, partitions: async () => states, driver, call },
                    clock(),
                  )
                : undefined;
            const published = await catalog.versions.publish({
              version,
              nodes,
              run,
              tag: options.tag ?? null,
            });
            await recordMoment(catalog, published.version, dataset, source, driver, call);
            // Published first: an archive that is killed is gone on with, by `keep` or by the next snapshot of the same data.
            const archived =
              dataset.keep === 'archive' && options.archive
                ? await archiveOpened(
                    { catalog, clock },
                    published.version,
                    {
                      manifest: parseManifest(version.manifest),
                      scope,
                      driver,
                      call,
                      place: { source, table: dataset.table },
                      isPin: false,
                    },
                    { ...options.archive, signal },
                  )
                : undefined;
            return {
              version: published.version,
              isNew: published.added,
              partitions: version.facts.partitions,
              comparison,
              cost,
              pin,
              archived,
            };
          }),
      );
    },

    /** What `take` would do, without digesting or recording anything. */
    preview: (dataset: Dataset, source: Source, options: SnapshotOptions): Promise<SnapshotPreview> =>
      withDriver(dataset, source, options, async (driver, call) => {
        const { scope, watermark, prepared } = await begin(dataset, source, driver, call, options, clock());
        const { digest, keep } = prepared.plan;
        const partitions = { total: digest.length + keep.length, toDigest: digest.length };
        const bytesToScan = await estimate(scope, driver, call, prepared.chunks);
        const cost = await costOf(driver, call);
        return { watermark, partitions, rowsToDigest: prepared.rows, bytesToScan, cost };
      }),
  };

  async function begin(
    dataset: Dataset,
    source: Source,
    driver: Driver,
    call: Call,
    options: SnapshotOptions,
    now: Instant,
  ) {
    const { granularity, delay } = dataset.ingestion;
    const watermark =
      options.watermark === undefined
        ? watermarkAt(now, delay, granularity)
        : checkWatermark(options.watermark, now, granularity);
    if (dataset.keep === 'pin') requirePins(source, driver);
    await ensureKnownAnswers(catalog.engineChecks, source.dialect, driver, call, now);
    const full = options.full ?? false;
    const asked = await askChanges(catalog, dataset, driver, call, full, watermark);
    const scope = await bindDataset(dataset, source.dialect, driver, call);
    const told = await confirmChanges(asked, dataset.table, driver, call);
    const opened = { dataset, source, scope, driver, call, watermark, told };
    return { watermark, scope, prepared: await prepare(catalog, opened, full) };
  }

  /** Goes on with the run that was killed, where its digests are still those of the source. */
  async function startRun(
    dataset: Dataset,
    watermark: Instant,
    { definition, known }: Prepared,
    recheck: string,
  ): Promise<string> {
    const token = known.token ?? null;
    const { resumed } = known;
    if (resumed?.token === token && resumed.recheck === recheck) return resumed.id;
    const id = randomUUID();
    await catalog.progress.start(
      { id, dataset: dataset.name, definition, watermark, token, recheck },
      clock(),
    );
    return id;
  }

  /** Digests chunk by chunk, and remembers each, so that a killed snapshot loses one chunk at most. */
  async function digestChunks(
    scope: Scope,
    driver: Driver,
    call: Call,
    { chunks, definition, plan, marks, rows: totalRows }: Prepared,
    run: string,
    onProgress: SnapshotOptions['onProgress'],
  ): Promise<readonly PartitionState[]> {
    const digested: PartitionState[] = [];
    let rows = 0n;
    await catalog.progress.save(definition, [], plan.gone);
    for (const chunk of chunks) {
      onProgress?.({ rows, totalRows, partitions: digested.length, totalPartitions: plan.digest.length });
      const scanned = await digestPartitions(scope, driver, call, chunk.spans);
      checkCounts(scope, chunk, scanned);
      const states = scanned.map((partition) => ({
        ...partition,
        run,
        mark: marks.get(partition.from) ?? null,
      }));
      await catalog.progress.save(definition, states, []);
      digested.push(...states);
      rows += chunk.rows;
    }
    if (chunks.length > 0) {
      onProgress?.({ rows, totalRows, partitions: digested.length, totalPartitions: plan.digest.length });
    }
    return digested;
  }
}

/** Two looks at one moment must agree; where they do not, the engine or the dataset's filter is at fault. */
function checkCounts({ table, filter }: Scope, chunk: Chunk, scanned: readonly PartitionScan[]): void {
  const rows = scanned.reduce((total, p) => total + p.rows, 0n);
  if (rows === chunk.rows && scanned.length === chunk.partitions) return;
  throw new TidemarkError(
    'count-disagrees',
    `Table ${table}: ${chunk.rows} rows were counted in ${chunk.partitions} partitions, but ${rows} in ${scanned.length} were ` +
      `digested at the same moment. Nothing of these partitions was recorded.${filter === null ? '' : ' Does the dataset’s "where" give the same answer each time?'}`,
  );
}

function inOrder(states: readonly PartitionState[]): readonly PartitionState[] {
  return [...states].sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** Opens the source at one moment, and closes it whatever happens; at another moment where it was lost. */
async function withDriver<T>(
  dataset: Dataset,
  source: Source,
  { signal, onRetry = () => {} }: SnapshotOptions,
  work: (driver: Driver, call: Call) => Promise<T>,
): Promise<T> {
  const call = { signal, label: `tidemark snapshot ${dataset.name}` };
  const attempt = async (onConnected: () => void) => {
    throwIfCancelled(signal, call.label);
    const driver = await source.connect({ maxBytesBilled: dataset.maxBytesBilled });
    onConnected();
    try {
      return await work(driver, call);
    } finally {
      await driver.close();
    }
  };
  try {
    return await retryLost(attempt, signal, onRetry);
  } catch (error) {
    throwIfCancelled(signal, call.label);
    throw error;
  }
}
