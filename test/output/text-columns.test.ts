import { createWriteStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { columnType } from '../../connectors/duckdb/types.ts';
import { writePieces } from '../../src/output/write-pieces.ts';
import type { Column } from '../../src/source/column.ts';
import type { Piece } from '../../src/source/piece.ts';
import { queryDuckdb } from '../support/duckdb-file.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** What a read writes of a query's rows, which come in two pieces. */
async function written(format: 'csv' | 'ndjson', query: string): Promise<string> {
  const folder = tempFolder();
  const columns = (await queryDuckdb(':memory:', `DESCRIBE ${query}`)).map(
    ([name = '', native = '']): Column => {
      const type = columnType(native);
      if (!type) throw new Error(`${native} is no type of the contract`);
      return { name, source: name, type };
    },
  );
  async function* pieces(): AsyncGenerator<Piece> {
    for (const i of [0, 1]) {
      const file = path.join(folder, `piece-${i}`);
      await queryDuckdb(':memory:', `COPY (${query}) TO '${file}' (FORMAT parquet)`);
      yield { format: 'parquet', path: file } as Piece;
    }
  }
  const file = path.join(folder, 'rows');
  const out = createWriteStream(file);
  await writePieces({ columns, pieces: pieces() }, format, out, folder);
  out.end();
  await finished(out);
  return readFileSync(file, 'utf8');
}

/** Decimals without a digit before the point, as they must look. */
const FRACTIONS = [
  ['DECIMAL(38,38)', '0.00000000000000000000000000000000000001'],
  ['DECIMAL(38,38)', '-0.99999999999999999999999999999999999999'],
  ['DECIMAL(38,38)', '0.12345678901234567890123456789012345678'],
  ['DECIMAL(38,38)', '-0.10000000000000000000000000000000000000'],
  ['DECIMAL(38,38)', '0.00000000000000000000000000000000000000'],
  ['DECIMAL(20,20)', '-0.12345678901234567890'],
  ['DECIMAL(18,18)', '0.999999999999999999'],
  ['DECIMAL(16,16)', '0.1234567890123456'],
  ['DECIMAL(16,16)', '-0.0000000000000001'],
] as const;

test.each(FRACTIONS)('%s %s is a JSON number with all its digits', async (type, digits) => {
  const printed = await written('ndjson', `SELECT '${digits}'::${type} AS d UNION ALL SELECT NULL`);
  const lines = [`{"d":${digits}}`, '{"d":null}', `{"d":${digits}}`, '{"d":null}', ''];
  expect(printed.split('\n')).toEqual(lines);
  expect(JSON.parse(lines[0] ?? '')).toEqual({ d: Number(digits) });
});

test.each([
  ...FRACTIONS,
  ['DECIMAL(3,3)', '-0.500'],
  ['DECIMAL(1,1)', '0.5'],
  ['DECIMAL(3,3)', '0.000'],
] as const)('%s %s has a digit before the point in CSV', async (type, digits) => {
  const printed = await written('csv', `SELECT '${digits}'::${type} AS d, 1.50::DECIMAL(3,2) AS e`);
  expect(printed).toBe(`d,e\n${digits},1.50\n${digits},1.50\n`);
});

/** Values of all types, whose columns have names that JSON escapes. */
const OTHERS = `i::INTEGER AS "int", ((i - 5) / 1000)::DECIMAL(3,3) AS "short", (i * 1.10)::DECIMAL(38,2) AS "long",
  (i / 7)::DOUBLE AS "double", (i / 7)::FLOAT AS "float", ['nan', 'inf', '-inf', '-0', '1e300'][i]::DOUBLE AS odd, i > 3 AS bool,
  ['', 'a "b" \\', '}', '{', ',', chr(10) || chr(13) || chr(9) || chr(1) || chr(127), '漢字 😀 é' || chr(769), chr(769), repeat('é😀x', 30000)][i] AS text,
  ('b' || i)::BLOB AS bytes, DATE '2020-02-29' + i::INTEGER AS date, TIMESTAMP '2020-01-01 00:00:00.5' + to_days(i::INTEGER) AS ts,
  CASE WHEN i > 2 THEN TIMESTAMPTZ '2020-01-01 00:00:00+00' + to_days(i::INTEGER) ELSE 'infinity' END AS tz,
  TIME '12:00:00.25' AS time, md5(i::VARCHAR)::UUID AS uuid, NULL::VARCHAR AS "null"`;
const FROM = 'FROM range(1, 12) r(i) ORDER BY i';

test('what stands beside such a number is as it is without', async () => {
  const others = OTHERS.replace(' AS text', ` AS "te""xt ü\t'"`);
  const plain = (await written('ndjson', `SELECT ${others} ${FROM}`)).split('\n');
  const digits = '0.12345678901234567890123456789012345678';
  const d = `'${digits}'::DECIMAL(38,38)`;
  const first = await written('ndjson', `SELECT ${d} AS "d""'", ${others} ${FROM}`);
  expect(first.split('\n')).toEqual(plain.map((line) => line.replace('{', `{"d\\"'":${digits},`)));
  const last = await written('ndjson', `SELECT ${others}, ${d} AS d1, ${d} AS d2 ${FROM}`);
  expect(last.split('\n')).toEqual(
    plain.map((line) => line.replace(/\}$/, `,"d1":${digits},"d2":${digits}}`)),
  );
  const between = await written(
    'ndjson',
    `SELECT ${others.replace('i > 3 AS bool', `${d} AS d, i > 3 AS bool`)} ${FROM}`,
  );
  expect(between.split('\n')).toEqual(plain.map((line) => line.replace('"bool":', `"d":${digits},"bool":`)));
  expect(plain).toHaveLength(23);
  for (const line of between.split('\n').slice(0, -1)) {
    expect(Object.keys(JSON.parse(line)).slice(4, 8)).toEqual(['float', 'odd', 'd', 'bool']);
  }
});

test('a table without rows', async () => {
  const query = "SELECT '0.1'::DECIMAL(38,38) AS d WHERE false";
  expect(await written('ndjson', query)).toBe('');
  expect(await written('csv', query)).toBe('d\n');
});
