import { rm } from 'node:fs/promises';
import path from 'node:path';
import { microsOf } from '../base/instant.ts';
import { oneAhead } from '../base/one-ahead.ts';
import type { ArchivedObject } from '../catalog/archives.ts';
import { parquetRelation } from '../output/workbench.ts';
import type { PartitionEntry } from '../partition/late-rows.ts';
import type { Store } from '../store/store.ts';
import { fetchObject, type SplitRange } from './fetch-object.ts';
import { FILE_ROW, PARTITION, SPLIT } from './layout.ts';
import type { Located } from './locate.ts';

/** Some partitions of a version, where their rows are at hand. */
export interface ArchivedRows {
  readonly partitions: readonly PartitionEntry[];
  /**
   * Their rows of the range, and no others: a FROM item of DuckDB's SQL, with the object's columns, and `file_row_number`, which orders the
   * rows of a partition.
   */
  readonly relation: string;
}

export interface FetchOptions {
  readonly store: Store;
  readonly located: Located;
  /** Rows elsewhere may be left out. */
  readonly range: SplitRange | undefined;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Fetches what each run of partitions needs, one run ahead of what is in use; an object that two runs need is fetched once, and removed
 * after the last.
 */
export async function* archivedRows(
  runs: readonly (readonly PartitionEntry[])[],
  { store, located, range, folder, signal }: FetchOptions,
): AsyncGenerator<ArchivedRows> {
  const needs = runs.map((run) => byObject(run, located));
  const lastUse = new Map(needs.flatMap((need, i) => [...need.keys()].map((object) => [object.sha256, i])));
  const fetched = new Map<string, Promise<void>>();
  const fileOf = ({ sha256 }: ArchivedObject) => path.join(folder, `${sha256}.parquet`);
  const fetchOnce = (object: ArchivedObject) => {
    const going = fetched.get(object.sha256) ?? fetchObject(store, object, range, fileOf(object), signal);
    fetched.set(object.sha256, going);
    return going;
  };
  const fetching = oneAhead(needs, async (wanted) => {
    for (const object of wanted.keys()) await fetchOnce(object);
    return wanted;
  });
  let index = 0;
  try {
    for await (const need of fetching) {
      const relations = [...need].map(([object, held]) => objectRelation(fileOf(object), held, range));
      yield { partitions: runs[index] ?? [], relation: `(${relations.join(' UNION ALL ')})` };
      for (const object of need.keys()) {
        if (lastUse.get(object.sha256) === index) await rm(fileOf(object), { force: true });
      }
      index++;
    }
  } finally {
    // Where nobody wants the rest.
    const files = needs.flatMap((need) => [...need.keys()].map(fileOf));
    await Promise.all(files.map((file) => rm(file, { force: true })));
  }
}

function byObject(
  run: readonly PartitionEntry[],
  located: Located,
): ReadonlyMap<ArchivedObject, readonly PartitionEntry[]> {
  const objects = new Map<ArchivedObject, PartitionEntry[]>();
  for (const partition of run) {
    const object = located.objectOf(partition);
    if (!object) throw new Error(`partition ${partition.from} is in no object`);
    const held = objects.get(object);
    if (held) held.push(partition);
    else objects.set(object, [partition]);
  }
  return objects;
}

/** The partitions' rows in a file of an object, which may hold other versions' partitions too. */
export function objectRelation(
  file: string,
  partitions: readonly PartitionEntry[],
  range?: SplitRange,
): string {
  const starts = partitions.map((p) => `make_timestamp(${microsOf(p.from)})`);
  const splits = range ? ` AND ${SPLIT} >= ${range.least} AND ${SPLIT} < ${range.end}` : '';
  return `SELECT * FROM ${parquetRelation(file, `, ${FILE_ROW} = true`)} WHERE ${PARTITION} IN (${starts.join(', ')})${splits}`;
}
