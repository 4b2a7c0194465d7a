import { type ArchiveBench, openArchiveBench } from '../archive/archive-bench.ts';
import { archivedColumns, archiveScope } from '../archive/archive-scope.ts';
import { archivedRows } from '../archive/archived-rows.ts';
import { archiveIncomplete, type Located, locate, notWhole } from '../archive/locate.ts';
import { selectedRowsSql, splitRange } from '../archive/selected-rows.ts';
import { TidemarkError } from '../base/errors.ts';
import type { StoredArchive } from '../catalog/archives.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { changesBetween, type PartitionEntry } from '../partition/late-rows.ts';
import { partitionRuns, spansOf } from '../partition/runs.ts';
import { digestPartitions } from '../scan/digest-scan.ts';
import type { Column } from '../source/column.ts';
import type { Dialect } from '../source/dialect.ts';
import type { Call } from '../source/driver.ts';
import type { Piece } from '../source/piece.ts';
import type { Store } from '../store/store.ts';
import type { Manifest } from '../version/manifest.ts';
import { rowsSql } from './rows-sql.ts';
import type { Selection } from './selection.ts';
import type { Verification } from './verify.ts';
import { writePiece } from './write-piece.ts';

/** The store that holds a version, and in what language its files are read. */
export interface ArchivePlace {
  readonly store: Store;
  readonly archive: StoredArchive;
  /** DuckDB's. */
  readonly dialect: Dialect;
}

/** A version whose objects are all where they should be. */
export interface OpenedArchive extends ArchivePlace {
  readonly manifest: Manifest;
  readonly partitions: readonly PartitionEntry[];
  readonly located: Located;
  readonly columns: readonly Column[];
}

/** @throws object-missing where an object is gone, or cut short */
export async function openArchive(
  catalog: Catalog,
  place: ArchivePlace,
  manifest: Manifest,
  partitions: readonly PartitionEntry[],
  signal: AbortSignal,
): Promise<OpenedArchive> {
  const { archive, store } = place;
  const located = await locate(catalog.archives, archive.layout, partitions);
  const unknown = partitions.filter((p) => !located.objectOf(p)).length;
  const lacking = unknown > 0 ? unknown : (await notWhole(store, located.objects, signal)).length;
  if (lacking > 0) throw archiveIncomplete(archive.version, store, lacking);
  return { ...place, manifest, partitions, located, columns: archivedColumns(manifest, archive.types) };
}

/**
 * The selected rows in pieces, as a read of the source gives them; each byte that is read has been proved.
 * @param folder for what lies between
 * @throws object-damaged
 */
export async function* archivePieces(
  opened: OpenedArchive,
  selection: Selection,
  folder: string,
  call: Call,
): AsyncGenerator<Piece> {
  const { manifest, partitions, columns } = opened;
  const { signal } = call;
  const scope = archiveScope(manifest, columns, opened.dialect, VIEW);
  const latest = manifest.rows.mode === 'latest';
  const runs = latest ? [partitions] : partitionRuns(partitions);
  const range = latest && !splitsEntities(manifest) ? undefined : splitRange(manifest.split, selection.part);
  const bench = await openArchiveBench(opened.dialect, { scratch: folder, columns: columns.length, signal });
  try {
    let number = 0;
    let most = selection.atMost;
    for await (const rows of archivedRows(runs, { ...opened, range, folder, signal })) {
      await bench.view(VIEW, rows.relation);
      const query = latest
        ? rowsSql(scope, { watermark: manifest.watermark, selection, spans: null, ordered: true, most })
        : selectedRowsSql(scope, { ...selection, atMost: most });
      const piece = await writePiece(bench.driver, query, folder, String(number++), call);
      if (!latest && isEverything(selection)) checkCount(opened, rows.partitions, piece);
      yield piece;
      most = most === undefined ? undefined : most - piece.rows;
      if (most === 0n) return;
    }
  } finally {
    bench.close();
  }
}

function isEverything({ part, fold, sample, atMost }: Selection): boolean {
  return part === undefined && fold === undefined && sample === undefined && atMost === undefined;
}

/** The bytes are proved; this proves that they were all found. */
function checkCount(
  { archive, store }: OpenedArchive,
  partitions: readonly PartitionEntry[],
  piece: Piece,
): void {
  const expected = partitions.reduce((total, p) => total + p.rows, 0n);
  if (piece.rows === expected) return;
  throw new TidemarkError(
    'object-damaged',
    `The archive of ${archive.version} in ${store.place} gives ${piece.rows} rows where the version has ${expected}. Nothing more of it is ` +
      'delivered. Verify it: tidemark verify --from archive; and read the version from elsewhere: --from source.',
  );
}

/** Recomputes every partition's digest from the store's bytes, whose SHA-256 is proved besides. */
export async function verifyArchive(
  opened: OpenedArchive,
  expected: readonly PartitionEntry[],
  folder: string,
  call: Call,
): Promise<Verification> {
  const { manifest, columns, dialect } = opened;
  const bench = await openArchiveBench(dialect, {
    scratch: folder,
    columns: columns.length,
    signal: call.signal,
  });
  try {
    const found: PartitionEntry[] = [];
    const options = { ...opened, range: undefined, folder, signal: call.signal };
    for await (const { relation, partitions } of archivedRows(partitionRuns(expected), options)) {
      found.push(...(await digestRows(bench, manifest, columns, relation, partitions, call)));
    }
    return {
      partitions: expected.length,
      rows: expected.reduce((total, p) => total + p.rows, 0n),
      drifted: changesBetween(expected, found),
    };
  } finally {
    bench.close();
  }
}

/** The partitions that the relation really holds. */
export async function digestRows(
  bench: ArchiveBench,
  manifest: Manifest,
  columns: readonly Column[],
  relation: string,
  partitions: readonly PartitionEntry[],
  call: Call,
): Promise<readonly PartitionEntry[]> {
  await bench.view(VIEW, relation);
  const scope = archiveScope(manifest, columns, bench.dialect, VIEW);
  return digestPartitions(scope, bench.driver, call, spansOf(partitions, manifest.ingestion.granularity));
}

const VIEW = 'archived';

/** Whether all rows of an entity are in the same part, so that other parts' rows have no say in which is the latest. */
function splitsEntities({ rows, split }: Manifest): boolean {
  return (
    rows.mode === 'latest' && split?.algorithm === 'split-v1' && split.key.every((c) => rows.key.includes(c))
  );
}
