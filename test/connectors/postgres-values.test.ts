import { expect, test } from 'vitest';
import { postgresShop } from './postgres-shop.ts';

const AT = "at timestamptz DEFAULT '2020-10-29 12:00:00+00'";

test('types of Postgres’ own have the texts of the contract', async () => {
  const { texts } = await postgresShop(`
    CREATE TYPE mood AS ENUM ('sad', 'o~k');
    CREATE DOMAIN money_amount AS numeric(12,2) CHECK (VALUE >= 0);
    CREATE DOMAIN price AS money_amount;
    CREATE TABLE t (id int, a mood, b price, c char(6), d numeric, e "char", f name, g smallint, h real,
      i varchar(10), j int GENERATED ALWAYS AS (g * 2) STORED, k numeric(5,0), l numeric(3,3), m timestamp(3), n time(0), ${AT});
    INSERT INTO t (id, a, b, c, d, e, f, g, h, i, k, l, m, n) VALUES
      (1, 'o~k', 1.50, 'ab', 1.500, 'x', 'n|m', -3, 0.1, 'v ', 100, 0.5, '0044-03-15 12:00:00.5 BC', '24:00:00'),
      (2, 'sad', 0, '  x', 100, 'y', 'n', 7, 'NaN', '', -1, -0.25, 'infinity', '00:00:01')`);
  const [first, second] = await texts('t');
  // 44 BC is the year -43 of a calendar that has a year 0.
  const caesar = BigInt(Date.UTC(-43, 2, 15, 12, 0, 0, 500)) * 1000n;
  expect(first?.join(' ')).toBe(
    `o~~k 1.5 ab 1.5 x n~pm -3 7205759511166976p-56 v  -6 100 0.5 ${caesar} 86400000000`,
  );
  expect(second?.join(' ')).toBe('sad 0   x 100 y n 7 nan  14 -1 -0.25 inf 1000000');
});

test.each([
  ['numeric', "'NaN'", 'holds NaN'],
  ['numeric(12,2)', "'NaN'", 'holds NaN'],
  ['numeric(12,0)', "'NaN'", 'holds NaN'],
  ['numeric', "'Infinity'", 'holds Infinity'],
  ['date', "'infinity'", 'holds infinity'],
  ['date', "'-infinity'", 'holds -infinity'],
])('a %s of %s stops the query, and says which column it is in', async (type, value, told) => {
  if (!(await serverKnows(`${value}::${type}`))) return;
  const { digests } = await postgresShop(
    `CREATE TABLE t (id int, "Odd 'one""" ${type}, ${AT}); INSERT INTO t VALUES (1, ${value})`,
  );
  const refused = digests('t');
  await expect(refused).rejects.toMatchObject({ code: 'value-unsupported' });
  await expect(refused).rejects.toThrow(`Column "odd 'one"" ${told}, which has no canonical text`);
  expect(await digests('t', { columns: { exclude: [`Odd 'one"`] } })).toHaveLength(1);
  expect(await digests('t', { columns: { opaque: [`Odd 'one"`] } })).toHaveLength(1);
});

test.each([
  'interval',
  'money',
  'time with time zone',
  'bit(3)',
  'jsonb',
  'integer[]',
  'int4range',
  'point',
  'inet',
])('a column of type %s is refused by name, and is taken as opaque', async (type) => {
  const { digests, texts } = await postgresShop(
    `CREATE TABLE t (id int, odd ${type}, ${AT}); INSERT INTO t VALUES (1, NULL)`,
  );
  await expect(digests('t')).rejects.toMatchObject({ code: 'column-unsupported' });
  await expect(digests('t')).rejects.toThrow('"odd" (');
  expect(await texts('t', { columns: { opaque: ['odd'] } })).toEqual([['~N']]);
});

test('a text with a collation that cannot be searched is escaped all the same', async () => {
  const { texts } = await postgresShop(`
    CREATE COLLATION anycase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
    CREATE TABLE t (id int, a text COLLATE anycase, ${AT}); INSERT INTO t VALUES (1, 'A|b'), (2, 'a|B')`);
  expect(await texts('t')).toEqual([['A~pb'], ['a~pB']]);
});

test('views, materialised views, partitioned tables and quoted names give the table’s digests', async () => {
  const { digests } = await postgresShop(`
    CREATE SCHEMA "Sales.EU";
    CREATE TABLE "Sales.EU"."Order ""Items""" ("Id" int, "Note" text, ${AT});
    INSERT INTO "Sales.EU"."Order ""Items""" SELECT i, 'note ' || i FROM generate_series(1, 500) i;
    CREATE VIEW v AS SELECT * FROM "Sales.EU"."Order ""Items""";
    CREATE MATERIALIZED VIEW m AS SELECT * FROM v;
    CREATE TABLE p ("Id" int, "Note" text, at timestamptz) PARTITION BY RANGE ("Id");
    CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100);
    CREATE TABLE p2 PARTITION OF p DEFAULT;
    INSERT INTO p SELECT * FROM v`);
  const expected = await digests('"Sales.EU"."Order ""Items"""');
  expect(expected).toMatchObject([{ rows: 500n }]);
  for (const table of ['v', 'm', 'p', 'public.p']) expect(await digests(table)).toEqual(expected);
});

test('a table of 1,600 columns', async () => {
  const names = Array.from({ length: 1599 }, (_, i) => `c${i} text`);
  const { digests } = await postgresShop(
    `CREATE TABLE t (at timestamptz, ${names.join(', ')});
     INSERT INTO t (at, c0, c1598) VALUES ('2020-10-29', 'a', 'b'), ('2020-10-29', NULL, 'c')`,
  );
  expect(await digests('t')).toMatchObject([{ rows: 2n }]);
});

test('the texts of a database in another encoding are digested as UTF-8', async () => {
  const create = `CREATE TABLE t (id int, a text, ${AT}); INSERT INTO t VALUES (1, 'naïve ß')`;
  const utf8 = await postgresShop(create);
  const latin1 = await postgresShop(
    create,
    "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0",
  );
  expect(await latin1.digests('t')).toEqual(await utf8.digests('t'));
});

/** Before Postgres 14, no numeric was infinite. */
async function serverKnows(value: string): Promise<boolean> {
  const { run } = await postgresShop('');
  return run(`SELECT ${value}`).then(
    () => true,
    (error: Error) => !error.message.startsWith('invalid input syntax'),
  );
}
