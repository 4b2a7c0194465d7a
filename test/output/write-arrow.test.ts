import { createWriteStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { tableFromIPC } from 'apache-arrow';
import { expect, test } from 'vitest';
import { openWorkbench } from '../../src/output/workbench.ts';
import { arrowWriter } from '../../src/output/write-arrow.ts';
import { tempFolder } from '../support/temp-folder.ts';

async function arrowOf(...relations: readonly string[]) {
  const folder = tempFolder();
  const workbench = await openWorkbench({ scratch: folder, columns: 20 });
  const file = path.join(folder, 'rows.arrow');
  const out = createWriteStream(file);
  const writer = arrowWriter(workbench, out);
  for (const relation of relations) await writer.add(relation);
  await writer.end();
  out.end();
  await finished(out);
  workbench.close();
  return tableFromIPC(readFileSync(file));
}

/** A column's raw buffer, before Arrow's JavaScript rounds anything. */
const raw = (table: Awaited<ReturnType<typeof arrowOf>>, name: string) =>
  table.getChild(name)?.data[0]?.values;

test('every type keeps its value to the last bit, and NULL is NULL', async () => {
  const table = await arrowOf(`(SELECT * FROM (VALUES
    (1::TINYINT, 9223372036854775807::BIGINT, 18446744073709551615::UBIGINT, '-99999999999999999999999999999999999.999'::DECIMAL(38,3), 0.1::DOUBLE, 'nan'::FLOAT, true,
      chr(65279) || 'ä𝄞', ''::BLOB, DATE '0001-01-01', TIMESTAMP '2020-01-01 00:00:00.123456', TIMESTAMPTZ 'infinity', TIME '24:00:00', UUID '00000000-0000-0000-0000-0000000000ff'),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
  ) t(tiny, big, ubig, dec, dbl, flt, bool, txt, blob, day, ts, tz, tod, id))`);
  expect(table.numRows).toBe(2);
  expect(table.schema.fields.map((f) => String(f.type))).toEqual([
    'Int8',
    'Int64',
    'Uint64',
    'Decimal[38e+3]',
    'Float64',
    'Float32',
    'Bool',
    'Utf8',
    'Binary',
    'Date32<DAY>',
    'Timestamp<MICROSECOND>',
    'Timestamp<MICROSECOND, UTC>',
    'Time64<MICROSECOND>',
    'Utf8',
  ]);
  for (const { name } of table.schema.fields) expect(table.getChild(name)?.get(1), name).toBeNull();
  expect([
    table.getChild('tiny')?.get(0),
    table.getChild('dbl')?.get(0),
    table.getChild('bool')?.get(0),
  ]).toEqual([1, 0.1, true]);
  expect([raw(table, 'big')[0], raw(table, 'ubig')[0]]).toEqual([2n ** 63n - 1n, 2n ** 64n - 1n]);
  const [a = 0, b = 0, c = 0, d = 0] = raw(table, 'dec') as Uint32Array;
  const decimal = BigInt.asIntN(
    128,
    [d, c, b, a].reduce((sum, word) => (sum << 32n) | BigInt(word), 0n),
  );
  expect(decimal).toBe(-99999999999999999999999999999999999999n);
  expect(table.getChild('flt')?.get(0)).toBeNaN();
  expect(Buffer.from((raw(table, 'txt') as Uint8Array).subarray(0, 9)).toString('hex')).toBe(
    Buffer.from('\uFEFFä𝄞').toString('hex'),
  );
  expect(raw(table, 'day')[0]).toBe(-719162);
  expect([raw(table, 'ts')[0], raw(table, 'tz')[0], raw(table, 'tod')[0]]).toEqual([
    1577836800123456n,
    2n ** 63n - 1n,
    86400000000n,
  ]);
  expect(table.getChild('id')?.get(0)).toBe('00000000-0000-0000-0000-0000000000ff');
});

test('rows keep their order over batches and pieces, also pieces without rows', async () => {
  const table = await arrowOf(
    '(SELECT range AS i, range::VARCHAR AS s FROM range(0, 0))',
    '(SELECT range AS i, range::VARCHAR AS s FROM range(0, 150000))',
    '(SELECT range AS i, range::VARCHAR AS s FROM range(150000, 150001))',
  );
  expect(table.batches.map((b) => b.numRows)).toEqual([65_536, 65_536, 18_928, 1]);
  const [i, s] = [table.getChild('i'), table.getChild('s')];
  for (let row = 0; row < 150_001; row += 997)
    expect([i?.get(row), s?.get(row)]).toEqual([BigInt(row), String(row)]);
});

test('a result without rows is a file all the same', async () => {
  const table = await arrowOf('(SELECT 1 AS i WHERE false)');
  expect([table.numRows, table.schema.fields.map((f) => f.name)]).toEqual([0, ['i']]);
});
