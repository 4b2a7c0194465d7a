import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { PartitionEntry } from '../partition/late-rows.ts';
import { joinAdjoining, partitionSpan, type Span } from '../partition/span.ts';
import type { Scope } from '../scan/scope.ts';
import type { Column } from '../source/column.ts';
import type { Call, Driver } from '../source/driver.ts';
import type { Piece } from '../source/piece.ts';
import { printSql } from '../source/sql.ts';
import type { Manifest } from '../version/manifest.ts';
import { prove, type ReadTarget, withVersion } from './open-version.ts';
import { rowsSql } from './rows-sql.ts';
import { checkSelection, type Selection } from './selection.ts';
import { partitionsOf, type Verification, verifyPartitions } from './verify.ts';
import { writePiece } from './write-piece.ts';

/** Rows that one piece of a read holds, about: what is sorted at a time. */
const ROWS_PER_PIECE = 1_000_000n;

export interface ReadOptions {
  readonly selection: Selection;
  /** Read what the source holds now, although it may not be the version. */
  readonly unverified?: boolean | undefined;
  /** Folder for pieces; each is removed once it was consumed. */
  readonly scratch: string;
  readonly signal: AbortSignal;
}

/** What a read delivers: pieces, in order; whoever consumes them removes them. */
export interface Reading {
  readonly columns: readonly Column[];
  readonly pieces: AsyncIterable<Piece>;
}

/** The read path: a version and a selection become SQL, rows or a verdict. */
export function createRead(dependencies: { readonly catalog: Catalog; readonly clock: Clock }) {
  const { catalog } = dependencies;
  return {
    /** Compares what holds the version, its pin or else its source, with the version. */
    verify: (
      target: ReadTarget,
      signal: AbortSignal,
    ): Promise<Verification & { readonly from: 'pin' | 'source' }> =>
      withVersion(
        dependencies,
        target,
        signal,
        'verify',
        async ({ manifest, scope, driver, call, isPin }) => {
          const partitions = await partitionsOf(catalog, manifest);
          const verification = await verifyPartitions(partitions, manifest.watermark, scope, driver, call);
          return { ...verification, from: isPin ? 'pin' : 'source' };
        },
      ),

    /** The query that gives the selected rows, as text without parameters. */
    sql: (target: ReadTarget, selection: Selection, signal: AbortSignal): Promise<string> =>
      withVersion(dependencies, target, signal, 'sql', async ({ manifest, scope }) => {
        const checked = checkSelection(selection, manifest);
        const query = {
          watermark: manifest.watermark,
          selection: checked,
          spans: null,
          ordered: false,
          plain: true,
        };
        return printSql(rowsSql(scope, query), (value) => scope.dialect.literal(value));
      }),

    /**
     * Reads the selected rows, in one order for all engines, after proving in the same moment of the
     * database that they are the version's.
     * @param consume gets the pieces as they are extracted
     * @throws drift, unless unverified
     */
    read: <T>(
      target: ReadTarget,
      options: ReadOptions,
      consume: (reading: Reading) => Promise<T>,
    ): Promise<T> =>
      withVersion(dependencies, target, options.signal, 'read', async (opened) => {
        const { manifest, scope, driver, call } = opened;
        const selection = checkSelection(options.selection, manifest);
        const partitions = await partitionsOf(catalog, manifest);
        if (!options.unverified) await prove(target.version, opened, partitions);
        const names = selection.columns ?? scope.columns.map((c) => c.name);
        const columns = names.flatMap((name) => scope.columns.filter((c) => c.name === name));
        const runs =
          scope.mode.mode === 'latest'
            ? [null]
            : spanRuns(partitions, manifest, await rowsPerPiece(scope, driver, call));
        const queries = runs.map((spans) =>
          rowsSql(scope, { watermark: manifest.watermark, selection, spans, ordered: true }),
        );
        return withFolder(options.scratch, (folder) => {
          async function* pieces() {
            for (const [i, query] of queries.entries())
              yield writePiece(driver, query, folder, String(i), call);
          }
          return consume({ columns, pieces: pieces() });
        });
      }),
  };
}

/** Ten times as many where each piece is charged as the whole table; not all, which BigQuery might not sort. */
async function rowsPerPiece(scope: Scope, driver: Driver, call: Call): Promise<bigint> {
  const whole = await driver.scansWhole?.(scope.table, scope.ingestion.source, call);
  return whole ? 10n * ROWS_PER_PIECE : ROWS_PER_PIECE;
}

/** The partitions in runs of about so many rows; each is one piece. */
function spanRuns(
  partitions: readonly PartitionEntry[],
  { ingestion }: Manifest,
  most: bigint,
): readonly (readonly Span[])[] {
  const runs: Span[][] = [];
  let rows = most;
  for (const partition of partitions) {
    if (rows >= most) {
      runs.push([]);
      rows = 0n;
    }
    runs.at(-1)?.push(partitionSpan(partition.from, ingestion.granularity));
    rows += partition.rows;
  }
  return runs.map(joinAdjoining);
}

async function withFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(parent, '.tidemark-read-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
