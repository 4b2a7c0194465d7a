import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { TidemarkError } from '../base/errors.ts';
import type { PartitionEntry } from '../partition/late-rows.ts';
import { partitionRuns, ROWS_PER_RUN, spansOf } from '../partition/runs.ts';
import type { Scope } from '../scan/scope.ts';
import type { Column } from '../source/column.ts';
import type { Call, Driver } from '../source/driver.ts';
import type { Piece } from '../source/piece.ts';
import { printSql } from '../source/sql.ts';
import { type Manifest, parseManifest } from '../version/manifest.ts';
import { explainGone } from './gone.ts';
import {
  type OpenedVersion,
  prove,
  type ReadDependencies,
  type ReadTarget,
  withVersion,
} from './open-version.ts';
import { archivePieces, openArchive, verifyArchive } from './read-archive.ts';
import { type RowsQuery, rowsSql } from './rows-sql.ts';
import { samplePartitions } from './sample-partitions.ts';
import { checkSelection, type Selection } from './selection.ts';
import { partitionsOf, type Verification, verifyPartitions, verifySome } from './verify.ts';
import { writePiece } from './write-piece.ts';

/** Where a version's data are taken from, the first that has them: the order in which they are looked for. */
export const KEEPERS = ['archive', 'pin', 'source', 'past'] as const;
export type Keeper = (typeof KEEPERS)[number];

interface Asked {
  /** From here and nowhere else. */
  readonly from?: Keeper | undefined;
  /** Folder for what lies between; nothing stays in it. */
  readonly scratch: string;
  readonly signal: AbortSignal;
  /** Told when the archive is not whole, and the version is looked for elsewhere. */
  readonly onPassedOver?: ((error: TidemarkError) => void) | undefined;
}

/** How a version is read that is proved first. */
export type ProvedReadOptions = Asked;

export interface ReadOptions extends Asked {
  readonly selection: Selection;
  /** Read what the source holds now, although it may not be the version. */
  readonly unverified?: boolean | undefined;
}

export interface VerifyOptions extends Asked {
  /** The share of the partitions to look at, as a decimal; all where undefined. */
  readonly sample?: string | undefined;
}

/** What a read delivers: pieces, in order; whoever consumes them removes them. */
export interface Reading {
  readonly from: Keeper;
  readonly columns: readonly Column[];
  readonly pieces: AsyncIterable<Piece>;
}

/** The read path: a version and a selection become SQL, rows or a verdict. */
export function createRead(dependencies: ReadDependencies) {
  const { catalog, clock } = dependencies;

  return {
    /** Compares what holds the version, its archive, its pin or its source, with the version. */
    verify: (target: ReadTarget, options: VerifyOptions): Promise<Verification & { readonly from: Keeper }> =>
      // Whether the source drifted is what is asked: its past is looked at where that is asked for alone.
      fromFirst<Verification & { readonly from: Keeper }>(
        { ...target, past: options.from === 'past' ? target.past : undefined },
        options,
        'verify',
        {
          archive: async ({ opened, partitions, folder, call }) => {
            const wanted = sampled(partitions, options.sample);
            return { ...(await verifyArchive(opened, wanted, folder, call)), from: 'archive' };
          },
          table: async (opened, partitions) => {
            const { manifest, scope, driver, call } = opened;
            const verification =
              options.sample === undefined
                ? await verifyPartitions(partitions, manifest.watermark, scope, driver, call)
                : await verifySome(sampled(partitions, options.sample), scope, driver, call);
            return { ...verification, from: keeperOf(opened) };
          },
        },
      ),

    /** The query that gives the selected rows, as text without parameters. */
    sql: (target: ReadTarget, selection: Selection, signal: AbortSignal): Promise<string> =>
      withVersion(dependencies, target, signal, 'sql', async ({ manifest, scope }) => {
        const checked = checkSelection(selection, manifest);
        const query: RowsQuery = {
          watermark: manifest.watermark,
          selection: checked,
          spans: null,
          ordered: checked.atMost !== undefined,
          most: checked.atMost,
          plain: true,
        };
        return printSql(rowsSql(scope, query), (value) => scope.dialect.literal(value));
      }),

    /**
     * Reads the selected rows, in one order wherever they are, after proving that they are the version's: in the same moment of the
     * database, or by the SHA-256 of the archive's bytes.
     * @param consume gets the pieces as they are extracted
     * @throws drift, unless unverified; object-damaged
     */
    read: <T>(
      target: ReadTarget,
      options: ReadOptions,
      consume: (reading: Reading) => Promise<T>,
    ): Promise<T> => proved(target, options, [options.selection], ([reading]) => consume(reading as Reading)),

    /**
     * Reads several selections one after the other, as `read` does each, of one moment and after proving the version once.
     * @param consume is called for each in turn, and has taken all its pieces when it ends
     */
    readEach: (
      target: ReadTarget,
      options: ProvedReadOptions,
      selections: readonly Selection[],
      consume: (reading: Reading, selection: Selection) => Promise<void>,
    ): Promise<void> =>
      proved(target, options, selections, async (readings) => {
        for (const [i, reading] of readings.entries()) await consume(reading, selections[i] as Selection);
      }),
  };

  /** Proves the version, and offers a reading of each selection; nothing of one is read before its first piece is asked for. */
  async function proved<T>(
    target: ReadTarget,
    options: ProvedReadOptions & { readonly unverified?: boolean | undefined },
    selections: readonly Selection[],
    work: (readings: readonly Reading[]) => Promise<T>,
  ): Promise<T> {
    const manifest = parseManifest(target.version.manifest);
    const checked = selections.map((selection) => checkSelection(selection, manifest));
    const from = options.unverified ? 'source' : options.from;
    return fromFirst(target, { ...options, from }, 'read', {
      archive: ({ opened, folder, call }) =>
        work(
          checked.map((selection) => ({
            from: 'archive',
            columns: chosen(opened.columns, selection),
            pieces: archivePieces(opened, selection, folder, call),
          })),
        ),
      table: async (table, partitions, folder) => {
        if (!options.unverified) await prove(target.version, table, partitions);
        return work(
          checked.map((selection) => ({
            from: keeperOf(table),
            columns: chosen(table.scope.columns, selection),
            pieces: tablePieces(table, partitions, selection, folder),
          })),
        );
      },
    });
  }

  function sampled(partitions: readonly PartitionEntry[], share: string | undefined) {
    return share === undefined ? partitions : samplePartitions(partitions, share, clock());
  }

  /** Works with the version at the first place that has it whole. */
  async function fromFirst<T>(
    target: ReadTarget,
    options: Asked,
    purpose: string,
    work: {
      archive(at: AtArchive): Promise<T>;
      table(opened: OpenedVersion, partitions: readonly PartitionEntry[], folder: string): Promise<T>;
    },
  ): Promise<T> {
    const { scratch, signal } = options;
    const narrowed = only(target, options.from);
    const manifest = parseManifest(target.version.manifest);
    const partitions = await partitionsOf(catalog, manifest);
    try {
      return await withFolder(scratch, async (folder) => {
        const opened = narrowed.archive && (await tryArchive(narrowed, manifest, partitions, options));
        const call = { signal, label: `tidemark ${purpose} ${target.version.id}` };
        if (opened) return work.archive({ opened, partitions, folder, call });
        return withVersion(dependencies, narrowed, signal, purpose, (table) =>
          work.table(table, partitions, folder),
        );
      });
    } catch (error) {
      throw await explainGone(catalog, target.version, error, clock());
    }
  }

  async function tryArchive(
    { archive }: ReadTarget,
    manifest: Manifest,
    partitions: readonly PartitionEntry[],
    { from, signal, onPassedOver }: Asked,
  ) {
    if (!archive) return undefined;
    try {
      return await openArchive(catalog, archive, manifest, partitions, signal);
    } catch (error) {
      if (from === 'archive' || !(error instanceof TidemarkError) || error.code !== 'object-missing')
        throw error;
      onPassedOver?.(error);
      return undefined;
    }
  }
}

interface AtArchive {
  readonly opened: Awaited<ReturnType<typeof openArchive>>;
  readonly partitions: readonly PartitionEntry[];
  readonly folder: string;
  readonly call: Call;
}

/** @throws not-kept where the version is not kept there */
function only(target: ReadTarget, from: Keeper | undefined): ReadTarget {
  if (from === undefined) return target;
  const { archive, pin, past, ...source } = target;
  if (from === 'archive' && archive) return { ...source, archive };
  if (from === 'pin' && pin) return { ...source, pin, pinAlone: true };
  if (from === 'source') return source;
  if (from === 'past' && past) return { ...source, past, pastAlone: true };
  if (from === 'past')
    throw new TidemarkError(
      'not-kept',
      `No moment is recorded at which the source’s time travel has version ${target.version.id}: its source has none, or it is over. See: tidemark history ${target.version.dataset}`,
    );
  const way = from === 'pin' ? 'pinned' : 'archived';
  throw new TidemarkError(
    'not-kept',
    `Version ${target.version.id} is not ${way}. Keep it so with: tidemark keep ${target.version.id} ${from}`,
  );
}

function keeperOf({ isPin, place }: OpenedVersion): Keeper {
  if (isPin) return 'pin';
  return place.moment === undefined ? 'source' : 'past';
}

function chosen(columns: readonly Column[], selection: Selection): readonly Column[] {
  const names = selection.columns ?? columns.map((c) => c.name);
  return names.flatMap((name) => columns.filter((c) => c.name === name));
}

async function* tablePieces(
  { manifest, scope, driver, call }: OpenedVersion,
  partitions: readonly PartitionEntry[],
  selection: Selection,
  folder: string,
): AsyncGenerator<Piece> {
  const { watermark, ingestion } = manifest;
  const runs =
    scope.mode.mode === 'latest'
      ? [null]
      : partitionRuns(partitions, await rowsPerPiece(scope, driver, call)).map((run) =>
          spansOf(run, ingestion.granularity),
        );
  let most = selection.atMost;
  for (const [i, spans] of runs.entries()) {
    const query = rowsSql(scope, { watermark, selection, spans, ordered: true, most });
    const piece = await writePiece(driver, query, folder, String(i), call);
    yield piece;
    most = most === undefined ? undefined : most - piece.rows;
    if (most === 0n) return;
  }
}

/** Ten times as many where each piece is charged as the whole table; not all, which BigQuery might not sort. */
async function rowsPerPiece(scope: Scope, driver: Driver, call: Call): Promise<bigint> {
  const whole = await driver.scansWhole?.(scope.table, scope.ingestion.source, call);
  return whole ? 10n * ROWS_PER_RUN : ROWS_PER_RUN;
}

async function withFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(parent, '.tidemark-read-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
