import { createReadStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Column } from '../source/column.ts';
import type { Format } from './format.ts';
import { csvColumns, ndjsonColumns } from './text-columns.ts';
import { openWorkbench, pathLiteral, type Workbench } from './workbench.ts';

/** Rows to be written: Parquet files, in order. */
export interface Pieces {
  readonly columns: readonly Column[];
  readonly pieces: AsyncIterable<string>;
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
  const workbench = await openWorkbench(scratch);
  try {
    if (format === 'parquet') {
      const merged = path.join(scratch, 'merged.parquet');
      await mergeParquet(workbench, pieces, merged);
      await send(merged, out);
    } else {
      let first = true;
      for await (const piece of pieces) {
        const text = `${piece}.${format}`;
        await workbench.run(copyStatement(columns, piece, text, format, first));
        await rm(piece);
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
  pieces: AsyncIterable<string>,
  target: string,
): Promise<void> {
  const files: string[] = [];
  for await (const piece of pieces) files.push(piece);
  const [only] = files;
  if (only !== undefined && files.length === 1) return rename(only, target);
  const list = files.map(pathLiteral).join(', ');
  await workbench.run(
    `COPY (SELECT * FROM read_parquet([${list}])) TO ${pathLiteral(target)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  await Promise.all(files.map((file) => rm(file)));
}

function copyStatement(
  columns: readonly Column[],
  piece: string,
  text: string,
  format: Format,
  first: boolean,
): string {
  const from = `read_parquet(${pathLiteral(piece)})`;
  return format === 'csv'
    ? `COPY (SELECT ${csvColumns(columns)} FROM ${from}) TO ${pathLiteral(text)} (FORMAT csv, HEADER ${first})`
    : `COPY (SELECT ${ndjsonColumns(columns)} FROM ${from}) TO ${pathLiteral(text)} (FORMAT json)`;
}

async function send(file: string, out: Writable): Promise<void> {
  await pipeline(createReadStream(file), out, { end: false });
  await rm(file);
}
