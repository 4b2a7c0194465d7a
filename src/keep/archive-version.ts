import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type ArchiveBench, openArchiveBench } from '../archive/archive-bench.ts';
import { objectRelation } from '../archive/archived-rows.ts';
import { checkArchivedColumns } from '../archive/check-columns.ts';
import { describeObject } from '../archive/describe-object.ts';
import { layoutOf, objectKey } from '../archive/layout.ts';
import { locate, notWhole } from '../archive/locate.ts';
import { writeObject } from '../archive/write-object.ts';
import { TidemarkError } from '../base/errors.ts';
import { oneAhead } from '../base/one-ahead.ts';
import type { StoredArchive } from '../catalog/archives.ts';
import type { Catalog, StoredVersion } from '../catalog/catalog.ts';
import { changesBetween, type PartitionEntry } from '../partition/late-rows.ts';
import { partitionRuns, spansOf } from '../partition/runs.ts';
import type { OpenedVersion } from '../read/open-version.ts';
import { digestRows } from '../read/read-archive.ts';
import { storedRowsSql } from '../read/rows-sql.ts';
import { driftError, verifySome } from '../read/verify.ts';
import { writePiece } from '../read/write-piece.ts';
import { fileType } from '../source/column.ts';
import type { Dialect } from '../source/dialect.ts';
import type { Store } from '../store/store.ts';

/** How far it is, of what the store lacked. */
interface ArchiveProgress {
  readonly rows: bigint;
  readonly totalRows: bigint;
  readonly partitions: number;
  readonly totalPartitions: number;
}

/** Where archives are made, and with what. */
export interface ArchiveTools {
  readonly catalog: Catalog;
  readonly store: Store;
  /** DuckDB's. */
  readonly dialect: Dialect;
  /** SHA-256s of objects that are not to be relied on; what is wanted of them is brought again. One that is written anew is taken out. */
  readonly bad?: Set<string> | undefined;
  /** Folder for what lies between. */
  readonly folder: string;
  readonly onProgress?: ((progress: ArchiveProgress) => void) | undefined;
}

/** What archiving wrote; nothing where the store held it all. */
export interface Archived {
  readonly partitions: number;
  readonly objects: number;
  readonly bytes: bigint;
}

/**
 * Brings every partition of the version that the store lacks there. Each object is read back from its file and digested before it counts,
 * so the source need not be proved first. What a killed run brought is not brought again.
 * @returns also the objects in whose place others were written, as far as the version needs them
 * @throws drift where the source no longer holds a partition; archive-unfit where its rows do not survive in a file
 */
export async function archiveVersion(
  version: StoredVersion,
  opened: OpenedVersion,
  partitions: readonly PartitionEntry[],
  tools: ArchiveTools,
): Promise<{ archive: Omit<StoredArchive, 'created'>; written: Archived; replaced: ReadonlySet<string> }> {
  const { manifest, scope, call } = opened;
  const { catalog, store, dialect, folder } = tools;
  checkArchivedColumns(scope.columns);
  const layout = layoutOf(manifest, scope.columns);
  const located = await locate(catalog.archives, layout, partitions);
  const bad = new Set(tools.bad);
  for (const { sha256 } of await notWhole(store, located.objects, call.signal)) bad.add(sha256);
  const missing = partitions.filter((p) => {
    const object = located.objectOf(p);
    return !object || bad.has(object.sha256);
  });
  const totalRows = missing.reduce((total, p) => total + p.rows, 0n);
  const written = { partitions: missing.length, objects: 0, bytes: 0n };
  let [rows, done] = [0n, 0];
  const tell = () =>
    tools.onProgress?.({ rows, totalRows, partitions: done, totalPartitions: missing.length });
  const bench = await openArchiveBench(dialect, {
    scratch: folder,
    columns: scope.columns.length,
    signal: call.signal,
  });
  try {
    const extracted = oneAhead(partitionRuns(missing), async (run, i) => {
      const query = storedRowsSql(scope, spansOf(run, scope.granularity));
      return { run, piece: await writePiece(opened.driver, query, folder, `run${i}`, call) };
    });
    for await (const { run, piece } of extracted) {
      tell();
      const file = path.join(folder, 'object.parquet');
      await writeObject(bench, { manifest, columns: scope.columns, piece, partitions: run }, file);
      await rm(piece.path);
      await proveObject(version, opened, bench, run, file);
      const object = await describeObject(file, layout);
      // The same rows are the same bytes, mostly: what is under their key is not what it should be.
      if (bad.has(object.sha256)) await store.remove(objectKey(object.sha256), call.signal);
      await store.save(objectKey(object.sha256), file, object, call.signal);
      tools.bad?.delete(object.sha256);
      await catalog.archives.add(object, run, [...bad]);
      await rm(file);
      written.objects++;
      written.bytes += object.bytes;
      rows += object.rows;
      done += run.length;
    }
  } finally {
    bench.close();
  }
  if (written.objects > 0) tell();
  const types = Object.fromEntries(scope.columns.map((c) => [c.name, fileType(c)]));
  return {
    archive: { version: version.id, dataset: version.dataset, layout, types },
    written,
    replaced: bad,
  };
}

/** Reads the object back and recomputes its digests; where they are others, the source is asked whose fault it is. */
async function proveObject(
  version: StoredVersion,
  { manifest, scope, driver, call }: OpenedVersion,
  bench: ArchiveBench,
  run: readonly PartitionEntry[],
  file: string,
): Promise<void> {
  // As a reader finds them, so that the column by which it does is proved too.
  const relation = `(${objectRelation(file, run)})`;
  const found = await digestRows(bench, manifest, scope.columns, relation, run, call);
  const other = changesBetween(run, found);
  if (other.length === 0) return;
  const now = await verifySome(run, scope, driver, call);
  if (now.drifted.length > 0) throw driftError(version, now);
  throw new TidemarkError(
    'archive-unfit',
    `Version ${version.id} cannot be archived: the source holds it, but read back from a file the rows of partition ${other[0]?.from} ` +
      `${other.length > 1 ? `and ${other.length - 1} more ` : ''}have another digest. Nothing of it was stored. Leave out, or cast, the ` +
      'column whose values do not survive; please report it.',
  );
}
