import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pieceRelation } from '../output/piece-relation.ts';
import { openWorkbench, pathLiteral, type Workbench } from '../output/workbench.ts';
import type { Reading } from '../read/read.ts';
import { type ExportColumn, exportColumn } from './export-column.ts';

/** A Parquet file that holds a stretch of a split's rows. */
export interface Shard {
  readonly file: string;
  readonly rows: bigint;
}

export interface ShardOptions {
  /** Where the files go; it must exist. */
  readonly folder: string;
  /** What their names begin with. */
  readonly split: string;
  readonly rowsPerFile: bigint;
  /** For what lies between, at most a file's rows and a piece's. */
  readonly scratch: string;
  readonly signal: AbortSignal;
}

/** Rows that wait in memory, before they go to the disk, in MB. */
const MEMORY_MB = 220;

/**
 * Writes a reading as Parquet files `SPLIT-00000-of-00002.parquet` of so many rows each, the last of fewer; one without rows where
 * there are none. A file's bytes follow from its rows alone, not from how they were cut into pieces: they are gathered in a table, which
 * one thread fills and writes, so that the pages and row groups always end at the same rows.
 */
export async function writeShards(
  { columns, pieces }: Reading,
  options: ShardOptions,
): Promise<readonly Shard[]> {
  const { folder, split, rowsPerFile, scratch, signal } = options;
  const exported = columns.map(exportColumn);
  const bench = await openWorkbench({ scratch, columns: columns.length, memory: MEMORY_MB, signal });
  const written: Shard[] = [];
  try {
    await bench.run('SET threads = 1');
    let shard = await openShard(bench, exported);
    const next = async () => {
      const file = path.join(folder, `${split}-${written.length}.part`);
      await shard.write(file);
      written.push({ file, rows: shard.rows() });
    };
    for await (const piece of pieces) {
      const relation = pieceRelation(piece, columns);
      // Whatever the piece is, its parts are taken from a table: a text would be parsed again from its start for each.
      const cut = piece.rows > rowsPerFile - shard.rows();
      if (cut) await bench.run(`CREATE TEMP TABLE cut AS SELECT ${selected(exported)} FROM ${relation}`);
      for (let taken = 0n; taken < piece.rows; ) {
        if (shard.rows() === rowsPerFile) {
          await next();
          shard = await openShard(bench, exported);
        }
        const room = rowsPerFile - shard.rows();
        const most = piece.rows - taken < room ? piece.rows - taken : room;
        await shard.add(cut ? `cut LIMIT ${most} OFFSET ${taken}` : relation, most);
        taken += most;
      }
      if (cut) await bench.run('DROP TABLE cut');
      await rm(piece.path, { force: true });
    }
    await next();
  } finally {
    bench.close();
  }
  return Promise.all(written.map((shard, i) => named(shard, folder, shardName(split, i, written.length))));
}

function shardName(split: string, index: number, of: number): string {
  const digits = (count: number) => count.toString().padStart(5, '0');
  return `${split}-${digits(index)}-of-${digits(of)}.parquet`;
}

/** The rows of one file. Inserted in one transaction they lie in the table without gaps, however many came at once. */
async function openShard(bench: Workbench, columns: readonly ExportColumn[]) {
  let rows = 0n;
  await bench.run('BEGIN TRANSACTION');
  await bench.run(
    `CREATE TEMP TABLE shard (${columns.map((c) => `${quoted(c.name)} ${c.file}`).join(', ')})`,
  );
  return {
    rows: () => rows,
    async add(from: string, count: bigint): Promise<void> {
      await bench.run(`INSERT INTO shard SELECT ${selected(columns)} FROM ${from}`);
      rows += count;
    },
    async write(file: string): Promise<void> {
      await bench.run(`COPY shard TO ${pathLiteral(file)} (FORMAT parquet, COMPRESSION zstd)`);
      await bench.run('DROP TABLE shard');
      await bench.run('COMMIT');
    },
  };
}

function selected(columns: readonly ExportColumn[]): string {
  return columns.map(({ name, file }) => `CAST(${quoted(name)} AS ${file}) AS ${quoted(name)}`).join(', ');
}

async function named(shard: Shard, folder: string, name: string): Promise<Shard> {
  const file = path.join(folder, name);
  await rename(shard.file, file);
  return { ...shard, file };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
