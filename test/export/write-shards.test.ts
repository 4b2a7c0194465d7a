import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeShards } from '../../src/export/write-shards.ts';
import type { Column } from '../../src/source/column.ts';
import type { Piece } from '../../src/source/piece.ts';
import { queryDuckdb } from '../support/duckdb-file.ts';
import { tempFolder } from '../support/temp-folder.ts';

const COLUMNS: readonly Column[] = [
  { name: 'id', source: 'id', type: { name: 'int', native: 'BIGINT', file: 'BIGINT' } },
  { name: 'note', source: 'note', type: { name: 'string', native: 'VARCHAR' } },
];

/** The numbers from 0 in pieces of these sizes, as Parquet or as text. */
async function* pieces(
  folder: string,
  sizes: readonly number[],
  format: Piece['format'],
): AsyncGenerator<Piece> {
  let first = 0;
  for (const [i, size] of sizes.entries()) {
    const file = path.join(folder, `${i}.${format}`);
    const rows = BigInt(size);
    if (format === 'parquet') {
      const query = `SELECT r AS id, 'note ' || r AS note FROM range(${first}, ${first + size}) t(r)`;
      await queryDuckdb(':memory:', `COPY (${query}) TO '${file}' (FORMAT parquet, ROW_GROUP_SIZE 10000)`);
      yield { path: file, format, rows };
    } else {
      const lines = Array.from({ length: size }, (_, n) => `"${first + n}","note ${first + n}"\n`);
      writeFileSync(file, lines.join(''));
      yield { path: file, format, rows, longestLine: 40 };
    }
    first += size;
  }
}

async function shards(sizes: readonly number[], rowsPerFile: bigint, format: Piece['format'] = 'parquet') {
  const [folder, scratch] = [tempFolder(), tempFolder()];
  mkdirSync(path.join(scratch, 'pieces'));
  const reading = {
    from: 'source',
    columns: COLUMNS,
    pieces: pieces(path.join(scratch, 'pieces'), sizes, format),
  } as const;
  const { signal } = new AbortController();
  const written = await writeShards(reading, { folder, split: 'train', rowsPerFile, scratch, signal });
  return written.map(({ file, rows }) => ({
    name: path.basename(file),
    rows: Number(rows),
    sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
  }));
}

test('the same bytes however the rows came', async () => {
  const whole = await shards([300_001], 150_000n);
  expect(whole.map(({ name, rows }) => [name, rows])).toEqual([
    ['train-00000-of-00003.parquet', 150_000],
    ['train-00001-of-00003.parquet', 150_000],
    ['train-00002-of-00003.parquet', 1],
  ]);
  expect(await shards([1, 99_999, 0, 50_000, 130_000, 20_001], 150_000n)).toEqual(whole);
  expect(await shards([123_457, 176_544], 150_000n, 'text')).toEqual(whole);
});

test('one file where there are no rows, and none more where they fill the last', async () => {
  expect(await shards([], 10n)).toMatchObject([{ name: 'train-00000-of-00001.parquet', rows: 0 }]);
  expect(await shards([0, 10, 10], 10n)).toMatchObject([{ rows: 10 }, { rows: 10 }]);
});
