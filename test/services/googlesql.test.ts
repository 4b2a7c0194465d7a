import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GoogleSql, openGoogleSql } from './googlesql.ts';

let sql: GoogleSql;
beforeAll(async () => {
  sql = await openGoogleSql();
}, 600_000);
afterAll(() => sql.close());

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test.each([
  ['a number without trailing zeros', "CAST(NUMERIC '1.50' AS STRING)", '1.5'],
  ['a 64-bit integer', '9007199254740993', '9007199254740993'],
  ['hex digits', "CAST('0xff' AS INT64)", '255'],
  ['NULL', "NULLIF('a', 'a')", null],
  ['no text', "''", ''],
  ['the text of NULL', "'null'", 'null'],
  ['a newline in the expression and in the text', "CONCAT('a\\n',\n'b\t')", 'a\nb\t'],
  ['any character', "TO_HEX(SHA256('é😀'))", sha256('é😀')],
  ['any character in the text', "'é😀 \u2028'", 'é😀 \u2028'],
  [
    'rows',
    "ARRAY(SELECT AS STRUCT id, NULLIF(s, 'b') FROM UNNEST([STRUCT(1 AS id, 'a\"' AS s), (2, 'b')]))",
    '[["1","a\\""],["2",null]]',
  ],
])('evaluates %s', async (_, expression, expected) => {
  expect(await sql.evaluate([expression])).toEqual([{ ok: expected }]);
});

test('says what is wrong with an expression, and goes on', async () => {
  const answers = await sql.evaluate(['1', 'NOSUCH(1)', '1/0', "ERROR('a\\nb')", '', '2']);
  expect(answers).toEqual([
    { ok: '1' },
    { error: expect.stringContaining('Function not found: NOSUCH') },
    { error: expect.stringContaining('division by zero') },
    { error: expect.stringContaining('a\nb') },
    { error: expect.any(String) },
    { ok: '2' },
  ]);
});

test('answers calls that overlap each with its own', async () => {
  const calls = [1, 2, 3].map((n) => sql.evaluate([`${n}`, `${n} * 10`]));
  expect(await Promise.all(calls)).toEqual([1, 2, 3].map((n) => [{ ok: `${n}` }, { ok: `${n * 10}` }]));
});

test('fails where it was closed', async () => {
  const other = await openGoogleSql();
  await other.close();
  await expect(other.evaluate(['1'])).rejects.toThrow('GoogleSQL of the tests ended');
});
