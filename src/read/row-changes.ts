import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { openArchiveBench } from '../archive/archive-bench.ts';
import { TidemarkError } from '../base/errors.ts';
import { changesBetween, type PartitionChange } from '../partition/late-rows.ts';
import { type Manifest, parseManifest } from '../version/manifest.ts';
import { archiveSide, diffRows, type RowChange, type Side, sourceSide } from './diff-rows.ts';
import { type ReadDependencies, type ReadTarget, withVersion } from './open-version.ts';
import { type OpenedArchive, openArchive } from './read-archive.ts';
import { partitionsOf, verifyPartitions } from './verify.ts';

export interface RowChangesOptions {
  /** The columns by which rows are known; by default those of row mode `latest`, else of the split. */
  readonly key?: readonly string[] | undefined;
  readonly most: number;
  /** Folder for what lies between; nothing stays in it. */
  readonly scratch: string;
  readonly signal: AbortSignal;
}

/** Row by row, how an archived version differs from another, or from its source as it is now. */
export interface RowChanges {
  readonly key: readonly string[];
  readonly partitions: readonly PartitionChange[];
  /** The first of them, ordered by partition and key. */
  readonly rows: readonly RowChange[];
}

/**
 * @param before an archived version
 * @param after another one; the source of `before` where undefined
 * @throws not-kept where what is to be compared is not archived
 */
export async function rowChanges(
  dependencies: ReadDependencies,
  before: ReadTarget,
  after: ReadTarget | undefined,
  options: RowChangesOptions,
): Promise<RowChanges> {
  const { scratch, signal } = options;
  const folder = await mkdtemp(path.join(scratch, '.tidemark-diff-'));
  try {
    const opened = await openedArchive(dependencies, before, signal);
    const call = { signal, label: `tidemark diff ${before.version.id}` };
    const was = archiveSide(opened, folder, call);
    const compare = (is: Side, changes: readonly PartitionChange[]) =>
      compared(opened, was, is, changes, options, folder);
    if (after) {
      const other = await openedArchive(dependencies, after, signal);
      requireAlike(opened.manifest, other.manifest);
      return await compare(
        archiveSide(other, folder, call),
        changesBetween(opened.partitions, other.partitions),
      );
    }
    const { archive: _, pin: __, ...source } = before;
    return await withVersion(dependencies, source, signal, 'diff', async (now) => {
      const { watermark } = opened.manifest;
      const { drifted } = await verifyPartitions(
        opened.partitions,
        watermark,
        now.scope,
        now.driver,
        now.call,
      );
      return compare(sourceSide(now, folder), drifted);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function openedArchive(
  { catalog }: ReadDependencies,
  { version, archive }: ReadTarget,
  signal: AbortSignal,
): Promise<OpenedArchive> {
  if (!archive) {
    throw new TidemarkError(
      'not-kept',
      `Version ${version.id} is not archived, so that its rows are not at hand. Had it been: tidemark keep ${version.id} archive`,
    );
  }
  const manifest = parseManifest(version.manifest);
  return openArchive(catalog, archive, manifest, await partitionsOf(catalog, manifest), signal);
}

async function compared(
  opened: OpenedArchive,
  was: Side,
  is: Side,
  partitions: readonly PartitionChange[],
  { key: given, most, signal }: RowChangesOptions,
  scratch: string,
): Promise<RowChanges> {
  const key = given ?? keyOf(opened.manifest);
  const columns = Math.max(was.columns.length, is.columns.length);
  const bench = await openArchiveBench(opened.dialect, { scratch, columns, signal });
  const rows: RowChange[] = [];
  try {
    const call = { signal, label: 'tidemark diff' };
    for await (const row of diffRows(partitions, was, is, bench, { key, most, call })) rows.push(row);
    return { key, partitions, rows };
  } finally {
    bench.close();
  }
}

/** Rows are compared partition by partition, so that both must mean the same by one. @throws usage */
function requireAlike(before: Manifest, after: Manifest): void {
  const { column, granularity } = after.ingestion;
  if (before.ingestion.granularity === granularity && before.ingestion.column === column) return;
  throw new TidemarkError(
    'usage',
    `The versions have partitions by other columns or of other lengths (${before.ingestion.column} by ${before.ingestion.granularity}, ${column} by ${granularity}); their rows cannot be compared.`,
  );
}

function keyOf({ rows, split }: Manifest): readonly string[] {
  if (rows.mode === 'latest') return rows.key;
  return split?.algorithm === 'split-v1' ? split.key : [];
}
