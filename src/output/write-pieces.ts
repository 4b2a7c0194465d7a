import { rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import type { Column } from '../source/column.ts';
import type { Piece } from '../source/piece.ts';
import type { Format } from './format.ts';
import { joinParquet } from './join-parquet.ts';
import { pieceRelation } from './piece-relation.ts';
import { sendFile } from './send.ts';
import { copyCsv, copyNdjson } from './text-columns.ts';
import { openWorkbench, pathLiteral, type Workbench } from './workbench.ts';

/** Rows to be written, in order; at least one piece, be it without rows. */
export interface Pieces {
  readonly columns: readonly Column[];
  readonly pieces: AsyncIterable<Piece>;
}

/** What a format does with one piece after the other. */
interface PieceWriter {
  /** Writes the piece's rows; the piece itself may be taken. */
  add(piece: Piece): Promise<void>;
  end(): Promise<void>;
}

/**
 * Writes the pieces as one stream, each as it comes, with bounded memory. Removes each piece when it is done with it.
 * @param scratch folder for what lies between
 */
export async function writePieces(
  { columns, pieces }: Pieces,
  format: Format,
  out: Writable,
  scratch: string,
): Promise<void> {
  const workbench = await openWorkbench({ scratch, columns: columns.length });
  try {
    const writer = await writerFor(format, workbench, columns, out);
    for await (const piece of pieces) {
      await writer.add(piece);
      await rm(piece.path, { force: true });
    }
    await writer.end();
  } finally {
    workbench.close();
  }
}

async function writerFor(
  format: Format,
  workbench: Workbench,
  columns: readonly Column[],
  out: Writable,
): Promise<PieceWriter> {
  if (format === 'parquet') return parquetWriter(workbench, columns, out);
  if (format !== 'arrow') return textWriter(workbench, columns, format, out);
  // Loaded when it is needed: no other format needs it.
  const { arrowWriter } = await import('./write-arrow.ts');
  const writer = arrowWriter(workbench, out);
  return { add: (piece) => writer.add(pieceRelation(piece, columns)), end: () => writer.end() };
}

function parquetWriter(workbench: Workbench, columns: readonly Column[], out: Writable): PieceWriter {
  const join = joinParquet(out);
  return {
    async add(piece) {
      if (piece.format === 'parquet') return join.add(piece.path);
      const target = `${piece.path}.parquet`;
      const copy = `COPY (SELECT * FROM ${pieceRelation(piece, columns)}) TO ${pathLiteral(target)} (FORMAT parquet, COMPRESSION zstd)`;
      await workbench.run(copy);
      await join.add(target);
    },
    end: () => join.end(),
  };
}

function textWriter(
  workbench: Workbench,
  columns: readonly Column[],
  format: 'csv' | 'ndjson',
  out: Writable,
): PieceWriter {
  let first = true;
  return {
    async add(piece) {
      const target = `${piece.path}.${format}`;
      const from = pieceRelation(piece, columns);
      const copy =
        format === 'csv' ? copyCsv(columns, from, target, first) : copyNdjson(columns, from, target);
      await workbench.run(copy);
      await sendFile(target, out);
      await rm(target);
      first = false;
    },
    end: async () => {},
  };
}
