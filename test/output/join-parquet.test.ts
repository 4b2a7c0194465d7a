import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { joinParquet } from '../../src/output/join-parquet.ts';
import { printFooter, readFooter, rowGroupsOf } from '../../src/output/parquet-footer.ts';
import { openWorkbench, pathLiteral } from '../../src/output/workbench.ts';
import { tempFolder } from '../support/temp-folder.ts';

const ROWS = `SELECT range AS i, CASE WHEN range % 7 > 0 THEN 'text ' || range % 100 END AS s, range / 3.0::DOUBLE AS d,
  CAST(range AS DECIMAL(30,2)) AS m, TIMESTAMP '2020-01-01' + to_seconds(range) AS t, (range % 2 = 0) AS b`;

async function written(ranges: readonly (readonly [number, number])[], options = '') {
  const folder = tempFolder();
  const workbench = await openWorkbench({ scratch: folder, columns: 10 });
  const files: string[] = [];
  for (const [i, [from, to]] of ranges.entries()) {
    const file = path.join(folder, `${i}.parquet`);
    await workbench.run(
      `COPY (${ROWS} FROM range(${from}, ${to})) TO ${pathLiteral(file)} (FORMAT parquet, COMPRESSION zstd ${options})`,
    );
    files.push(file);
  }
  return { folder, workbench, files };
}

test('a footer is written as it was read, byte for byte', async () => {
  const { files } = await written([[0, 10_000]], ', ROW_GROUP_SIZE 2048');
  const [file = ''] = files;
  const { start, metadata } = await readFooter(file);
  expect(Buffer.compare(printFooter(metadata), readFileSync(file).subarray(Number(start)))).toBe(0);
});

test('files that are joined are one, with all rows in order, their statistics and filters', async () => {
  const { folder, workbench, files } = await written([
    [0, 5_000],
    [5_000, 5_000],
    [5_000, 300_000],
    [300_000, 300_001],
  ]);
  const target = path.join(folder, 'joined.parquet');
  const out = createWriteStream(target);
  const join = joinParquet(out);
  for (const file of files) await join.add(file);
  await join.end();
  out.end();
  await finished(out);
  const same = await workbench.rows(
    `SELECT count(*)::VARCHAR, (SELECT count(*) FROM (SELECT *, file_row_number AS n FROM read_parquet(${pathLiteral(target)}, file_row_number = true)) WHERE n <> i)::VARCHAR,
       (SELECT count(*) FROM ((${ROWS} FROM range(0, 300001)) EXCEPT (SELECT * FROM read_parquet(${pathLiteral(target)}))))::VARCHAR
     FROM read_parquet(${pathLiteral(target)})`,
  );
  expect(same).toEqual([['300001', '0', '0']]);
  // Bloom filters and zone maps, which point into the file, are used here.
  expect(
    await workbench.rows(
      `SELECT i::VARCHAR FROM read_parquet(${pathLiteral(target)}) WHERE i = 299998 AND s = 'text 98'`,
    ),
  ).toEqual([['299998']]);
  const groups = rowGroupsOf(await readFooter(target), 'i');
  expect(groups.map((g) => g.rows).reduce((a, b) => a + b)).toBe(300_001n);
  for (const [i, group] of groups.entries()) {
    expect(group.greatest - group.least + 1n).toBe(group.rows);
    expect(group.start).toBeGreaterThanOrEqual(i === 0 ? 4n : (groups[i - 1]?.end ?? 0n));
  }
});

test('what is no whole Parquet file is refused', async () => {
  const { folder, files } = await written([[0, 100]]);
  const bytes = readFileSync(files[0] ?? '');
  for (const [name, content] of [
    ['cut', bytes.subarray(0, -3)],
    ['empty', Buffer.alloc(0)],
    ['short', Buffer.from('PAR1')],
  ] as const) {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    await expect(readFooter(file)).rejects.toThrow('not a whole Parquet file');
  }
});
