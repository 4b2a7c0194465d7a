import { createWriteStream, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinParquet } from '../../src/output/join-parquet.ts';
import { printFooter, readFooter, rowGroupsOf, rowsIn } from '../../src/output/parquet-footer.ts';
import { type Field, readStruct, type Value, writeStruct } from '../../src/output/thrift-compact.ts';
import { openWorkbench, pathLiteral } from '../../src/output/workbench.ts';
import { tempFolder } from '../support/temp-folder.ts';

type Typed = { readonly type: number; readonly value: Value };

const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const bytes = (size: { minLength?: number; maxLength: number }) =>
  fc.uint8Array(size).map((b) => Buffer.from(b) as Uint8Array);

/** Structs of every type that a footer may have, nested. */
const { struct } = fc.letrec<{ struct: Field[]; plain: Typed; list: Typed; typed: Typed }>((tie) => ({
  plain: fc.oneof(
    fc.boolean().map((value) => ({ type: value ? 1 : 2, value })),
    fc.bigInt({ min: 0n, max: 255n }).map((value) => ({ type: 3, value })),
    fc.tuple(fc.constantFrom(4, 5, 6), integer).map(([type, value]) => ({ type, value })),
    bytes({ minLength: 8, maxLength: 8 }).map((value) => ({ type: 7, value })),
    bytes({ maxLength: 200 }).map((value) => ({ type: 8, value })),
  ),
  list: fc
    .tuple(
      fc.constantFrom(9, 10),
      fc.oneof(
        fc.array(fc.boolean(), { maxLength: 40 }).map((items) => ({ type: 1, items })),
        fc.array(integer, { maxLength: 40 }).map((items) => ({ type: 6, items })),
        fc.array(bytes({ maxLength: 9 }), { maxLength: 40 }).map((items) => ({ type: 8, items })),
        fc.array(tie('struct'), { maxLength: 3 }).map((items) => ({ type: 12, items })),
      ),
    )
    .map(([type, value]) => ({ type, value })),
  typed: fc.oneof(
    { maxDepth: 3 },
    tie('plain'),
    tie('list'),
    tie('struct').map((value) => ({ type: 12, value })),
  ),
  struct: fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 32_767 }), tie('typed')), {
      maxLength: 6,
      selector: ([id]) => id,
    })
    .map((fields) => fields.map(([id, { type, value }]): Field => ({ id, type, value }))),
}));

test('what is written as Thrift is read back, and is the same bytes again', () => {
  fc.assert(
    fc.property(struct, (fields) => {
      const written = writeStruct(fields);
      const read = readStruct(written);
      expect(read).toEqual(fields);
      expect(Buffer.compare(writeStruct(read), written)).toBe(0);
    }),
  );
});

test('Thrift that is cut short is refused', () => {
  fc.assert(
    fc.property(struct, fc.double({ min: 0, max: 1, noNaN: true }), (fields, share) => {
      const written = writeStruct(fields);
      const cut = written.subarray(0, Math.min(written.length - 1, Math.floor(share * written.length)));
      expect(() => readStruct(cut)).toThrow(/ends too early/);
    }),
  );
});

const ROWS = 9_000;

test('however a table is cut into files, joined they are all of it in order', async () => {
  const folder = tempFolder();
  const workbench = await openWorkbench({ scratch: folder, columns: 5 });
  const query = (from: number, to: number) =>
    `SELECT range AS i, CASE WHEN range % 5 > 0 THEN md5(range::VARCHAR) END AS s, range % 3 = 0 AS b, [range, NULL] AS l FROM range(${from}, ${to})`;
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: ROWS }), { maxLength: 5 }),
      fc.constantFrom(2048, 4096, 122_880),
      async (cuts, groupSize) => {
        const place = path.join(folder, String(run++));
        await mkdir(place);
        const bounds = [0, ...cuts.toSorted((a, b) => a - b), ROWS];
        const target = path.join(place, 'joined.parquet');
        const out = createWriteStream(target);
        const join = joinParquet(out);
        for (const [i, from] of bounds.slice(0, -1).entries()) {
          const file = path.join(place, `${i}.parquet`);
          await workbench.run(
            `COPY (${query(from, bounds[i + 1] ?? 0)}) TO ${pathLiteral(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${groupSize})`,
          );
          await join.add(file);
        }
        await join.end();
        out.end();
        await finished(out);
        const footer = await readFooter(target);
        expect(rowsIn(footer)).toBe(BigInt(ROWS));
        const groups = rowGroupsOf(footer, 'i').filter((g) => g.rows > 0n);
        expect(groups.reduce((total, g) => total + g.rows, 0n)).toBe(BigInt(ROWS));
        let next = 0n;
        for (const { least, greatest, rows } of groups) {
          expect([least, greatest]).toEqual([next, next + rows - 1n]);
          next += rows;
        }
        const tail = readFileSync(target).subarray(Number(footer.start));
        expect(Buffer.compare(printFooter(footer.metadata), tail)).toBe(0);
        const joined = `read_parquet(${pathLiteral(target)}, file_row_number = true)`;
        const other = `SELECT count(*)::VARCHAR FROM ${joined} f JOIN (${query(0, ROWS)}) q ON f.i = q.i WHERE f.file_row_number = q.i AND f.s IS NOT DISTINCT FROM q.s AND f.b = q.b AND f.l IS NOT DISTINCT FROM q.l`;
        expect(await workbench.rows(other)).toEqual([[String(ROWS)]]);
      },
    ),
    { numRuns: 12 },
  );
  workbench.close();
});
