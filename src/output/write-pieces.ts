import { createReadStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Column } from '../source/column.ts';
import type { Piece } from '../source/piece.ts';
import type { Format } from './format.ts';
import { pieceRelation } from './piece-relation.ts';
import { csvColumns, ndjsonColumns } from './text-columns.ts';
import { openWorkbench, pathLiteral, type Workbench } from './workbench.ts';

/** Rows to be written, in order. */
export interface Pieces {
  readonly columns: readonly Column[];
  readonly pieces: AsyncIterable<Piece>;
}

/**
 * Writes the pieces as one stream, with bounded memory: text formats piece by piece, Parquet when all are
 * there. Removes each piece when it is done with it.
 * @param scratch folder for what lies between
 */
export async function writePieces(
  { columns, pieces }: Pieces,
  format: Format,
  out: Writable,
  scratch: string,
): Promise<void> {
  const workbench = await openWorkbench(scratch, columns.length);
  try {
    if (format === 'parquet') {
      const merged = path.join(scratch, 'merged.parquet');
      await mergeParquet(workbench, columns, pieces, merged);
      await send(merged, out);
    } else {
      let first = true;
      for await (const piece of pieces) {
        const text = `${piece.path}.${format}`;
        await workbench.run(copyText(columns, piece, text, format, first));
        await rm(piece.path);
        await send(text, out);
        first = false;
      }
    }
  } finally {
    workbench.close();
  }
}

async function mergeParquet(
  workbench: Workbench,
  columns: readonly Column[],
  pieces: AsyncIterable<Piece>,
  target: string,
): Promise<void> {
  const files: string[] = [];
  for await (const piece of pieces) files.push(await asParquet(workbench, columns, piece));
  const [only] = files;
  if (only !== undefined && files.length === 1) return rename(only, target);
  const list = files.map(pathLiteral).join(', ');
  await workbench.run(copyParquet(`read_parquet([${list}])`, target));
  await Promise.all(files.map((file) => rm(file)));
}

async function asParquet(workbench: Workbench, columns: readonly Column[], piece: Piece): Promise<string> {
  if (piece.format === 'parquet') return piece.path;
  const target = `${piece.path}.parquet`;
  await workbench.run(copyParquet(pieceRelation(piece, columns), target));
  await rm(piece.path);
  return target;
}

function copyParquet(relation: string, target: string): string {
  return `COPY (SELECT * FROM ${relation}) TO ${pathLiteral(target)} (FORMAT parquet, COMPRESSION zstd)`;
}

function copyText(
  columns: readonly Column[],
  piece: Piece,
  target: string,
  format: Format,
  first: boolean,
): string {
  const from = pieceRelation(piece, columns);
  return format === 'csv'
    ? `COPY (SELECT ${csvColumns(columns)} FROM ${from}) TO ${pathLiteral(target)} (FORMAT csv, HEADER ${first})`
    : `COPY (SELECT ${ndjsonColumns(columns)} FROM ${from}) TO ${pathLiteral(target)} (FORMAT json)`;
}

async function send(file: string, out: Writable): Promise<void> {
  await pipeline(createReadStream(file), out, { end: false });
  await rm(file);
}
