import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readFooter, rowsIn } from '../output/parquet-footer.ts';
import type { Call, Driver, Row } from '../source/driver.ts';
import { NULL_MARK, type Piece } from '../source/piece.ts';
import type { Sql } from '../source/sql.ts';

/** Writes a query's rows as one piece: by the engine itself where it can, else as they stream out of it. */
export async function writePiece(
  driver: Driver,
  query: Sql,
  folder: string,
  name: string,
  call: Call,
): Promise<Piece> {
  if (driver.extract) {
    const target = path.join(folder, name);
    const written = await driver.extract(query, target, call);
    return written.format === 'text'
      ? { path: target, ...written }
      : { path: target, ...written, rows: rowsIn(await readFooter(target)) };
  }
  const target = path.join(folder, `${name}.txt`);
  let [longestLine, rows] = [0, 0n];
  const lines = linesOf(driver.rows(query, call), (bytes) => {
    longestLine = Math.max(longestLine, bytes);
    rows++;
  });
  await pipeline(Readable.from(lines), createWriteStream(target));
  return { path: target, format: 'text', longestLine, rows };
}

async function* linesOf(
  batches: AsyncIterable<readonly Row[]>,
  onLine: (bytes: number) => void,
): AsyncGenerator<string> {
  for await (const batch of batches) {
    let text = '';
    for (const row of batch) {
      const line = `${row.map(quoted).join(',')}\n`;
      onLine(Buffer.byteLength(line));
      text += line;
    }
    yield text;
  }
}

function quoted(value: string | null): string {
  return value === null ? NULL_MARK : `"${value.replaceAll('"', '""')}"`;
}
