import { rowHashSql } from '../digest/row-sql.ts';
import { pieceRelation } from '../output/piece-relation.ts';
import type { PartitionEntry } from '../partition/late-rows.ts';
import { ingestionSql, type Scope, splitKey, tableSql } from '../scan/scope.ts';
import { type Column, fileType } from '../source/column.ts';
import type { Piece } from '../source/piece.ts';
import { join, type Sql, sql } from '../source/sql.ts';
import { splitHashSql } from '../split/split-sql.ts';
import type { Manifest } from '../version/manifest.ts';
import type { ArchiveBench } from './archive-bench.ts';
import { archiveScope } from './archive-scope.ts';
import { ARCHIVE_FORMAT, OWN_NAMES, PARTITION, rowGroupSize, SPLIT } from './layout.ts';

/** Hex digits of the split hash that make the split number. */
const SPLIT_DIGITS = 12;

/** What rows are ordered by, beside the version's columns. */
const [START, HASH, ROW] = ['start', 'hash', 'row'].map((name) => `${OWN_NAMES}${name}`) as [
  string,
  string,
  string,
];

/** What an object is made of. */
export interface ObjectSource {
  readonly manifest: Manifest;
  /** As they are bound to the source. */
  readonly columns: readonly Column[];
  /** The rows of the partitions, in any order. */
  readonly piece: Piece;
  readonly partitions: readonly PartitionEntry[];
}

/** Writes the rows as an object: in its order, with its two columns, in row groups of its size. */
export async function writeObject(
  bench: ArchiveBench,
  { manifest, columns, piece, partitions }: ObjectSource,
  target: string,
): Promise<void> {
  await bench.view('piece', pieceRelation(piece, columns));
  const scope = archiveScope(manifest, columns, bench.dialect, 'piece');
  const rows = partitions.reduce((total, p) => total + p.rows, 0n);
  await bench.copy(
    objectSql(scope),
    target,
    `, ROW_GROUP_SIZE ${rowGroupSize(rows)}, WRITE_BLOOM_FILTER false, KV_METADATA ${described(manifest, partitions, bench)}`,
  );
}

function objectSql(scope: Scope): Sql {
  const { dialect, split } = scope;
  const name = (text: string) => dialect.identifier(text);
  const byHash = split?.algorithm === 'split-v1';
  const hash = byHash ? splitHashSql(dialect, split, splitKey(scope)) : sql`''`;
  const rows = dialect.derived(
    [
      ...scope.columns.map((c): [string, Sql] => [c.name, dialect.cast(name(c.source), fileType(c)).value]),
      [START, dialect.partitionStart(ingestionSql(scope), scope.ingestion.type, scope.granularity)],
      [HASH, hash],
      [ROW, rowHashSql(dialect, scope.columns)],
    ],
    tableSql(scope),
    sql`1 = 1`,
  );
  const columns = join(
    scope.columns.map((c) => name(c.name)),
    sql`, `,
  );
  const number = byHash ? dialect.hexDigits(name(HASH), 0, SPLIT_DIGITS) : sql`CAST(0 AS BIGINT)`;
  return sql`SELECT ${columns}, make_timestamp(${name(START)}) AS ${name(PARTITION)}, ${number} AS ${name(SPLIT)} FROM ${rows} ORDER BY ${name(HASH)}, ${name(START)}, ${name(ROW)}`;
}

/** What the file says of itself, so that a store can be understood without its catalog. */
function described(
  manifest: Manifest,
  partitions: readonly PartitionEntry[],
  { dialect }: ArchiveBench,
): string {
  const { dataset, schema, split, ingestion, filter } = manifest;
  const held = partitions.map(({ from, digest, rows }) => ({ from, digest, rows: rows.toString() }));
  const text = JSON.stringify({
    format: ARCHIVE_FORMAT,
    dataset,
    schema,
    split,
    ingestion,
    filter,
    partitions: held,
  });
  return `{tidemark: ${dialect.literal(text)}}`;
}
