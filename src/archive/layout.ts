import { sha256 } from '../base/sha256.ts';
import type { Column } from '../source/column.ts';
import { fileType, schemaEntry } from '../source/column.ts';
import type { Split } from '../split/split.ts';
import { jcs } from '../version/jcs.ts';
import type { Manifest } from '../version/manifest.ts';

/*
 * An archived object is a Parquet file with the rows of one partition, or of a run of neighbours: the version's columns by their names in
 * the manifest, and two of ours. Rows are in the order of split hash, partition, row hash.
 *
 * - PARTITION, TIMESTAMP: the start of the row's partition, in UTC
 * - SPLIT, BIGINT: the split number, which is the first 48 bits of the split hash, by which a row's part is known; 0 where the split is
 *   not by hash
 *
 * A part is a range of split numbers, so it is a run of row groups, whatever the shares are. docs/decisions/0040-archived-objects.md
 */

export const ARCHIVE_FORMAT = 'tidemark.archive/1';
export const PARTITION = '_tidemark_partition';
export const SPLIT = '_tidemark_split';

/** Names that begin so, and FILE_ROW, are ours in an object, whatever their case. */
export const OWN_NAMES = '_tidemark_';
/** What DuckDB calls the number of a row in its file. */
export const FILE_ROW = 'file_row_number';

/** So many groups or more, a part of a tenth of the rows is little more than a tenth of the bytes. */
const LEAST_ROW_GROUPS = 30n;
/** DuckDB's own size of a row group, and what its sizes are made of. */
const MOST_ROWS_IN_GROUP = 122_880n;
const VECTOR = 2_048n;

/**
 * SHA-256 of what all objects of a version have in common, in which two versions must agree to share any: columns with their types in
 * files, granularity, and how rows are ordered.
 */
export function layoutOf(manifest: Manifest, columns: readonly Column[]): string {
  return sha256(
    jcs({
      format: ARCHIVE_FORMAT,
      schema: columns.map((c) => ({ ...schemaEntry(c), file: fileType(c) })),
      granularity: manifest.ingestion.granularity,
      ingestion: manifest.ingestion.column,
      order: orderOf(manifest.split),
    }),
  );
}

function orderOf(split: Split | null) {
  return split?.algorithm === 'split-v1' ? { key: split.key, salt: split.salt } : null;
}

/** An object's key in the store. @param sum SHA-256 of its bytes */
export function objectKey(sum: string): string {
  return `objects/${sum.slice(0, 2)}/${sum}.parquet`;
}

/** Rows in a row group of an object with so many rows. */
export function rowGroupSize(rows: bigint): bigint {
  const vectors = (rows / LEAST_ROW_GROUPS + VECTOR) / VECTOR;
  const size = vectors * VECTOR;
  return size < MOST_ROWS_IN_GROUP ? size : MOST_ROWS_IN_GROUP;
}
