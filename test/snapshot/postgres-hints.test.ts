import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseRecheck } from '../../src/partition/recheck.ts';
import { datasetOf } from '../conformance/fixture.ts';
import { postgresShop, postgresSource } from '../connectors/postgres-shop.ts';
import { openSnapshots } from '../support/snapshots.ts';

const INGESTION = { ...datasetOf('').ingestion, recheck: parseRecheck('hints') };

/** Ten days from 2020-10-01 on, a hundred rows each. */
const ROWS = `SELECT i, 'note ' || i, CASE WHEN i % 2 = 0 THEN 'sad' ELSE 'ok' END::mood,
  timestamptz '2020-10-01 00:00:00+00' + i * 864 * interval '1 second' FROM generate_series(0, 999) i`;
const TABLE = `CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE TABLE orders (id bigint, note text, mood mood, at timestamptz); INSERT INTO orders ${ROWS}`;
const PARTITIONED = `CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE TABLE orders (id bigint, note text, mood mood, at timestamptz) PARTITION BY RANGE (at);
  CREATE TABLE first PARTITION OF orders FOR VALUES FROM (MINVALUE) TO ('2020-10-06 00:00:00+00');
  CREATE TABLE second PARTITION OF orders FOR VALUES FROM ('2020-10-06 00:00:00+00') TO (MAXVALUE);
  INSERT INTO orders ${ROWS}`;

async function shopOf(statement: string) {
  const { run, source, url } = await postgresShop(statement);
  const snapshots = await openSnapshots(await source(), { ingestion: INGESTION });
  return {
    run,
    url,
    take: () => snapshots.take({ at: '2020-10-11' }),
    /** Partitions that are digested now, and whether the ID is the one that a full snapshot gives. */
    async retake() {
      const { version, partitions } = await snapshots.take({ at: '2020-10-11' });
      const full = await snapshots.take({ at: '2020-10-11', full: true });
      expect(version.id).toBe(full.version.id);
      return partitions.digested;
    },
  };
}

describe('hints of Postgres', () => {
  test('a table that nobody wrote to is not digested again, and the facts say what was trusted', async () => {
    const { take } = await shopOf(TABLE);
    const first = await take();
    expect(first.partitions.digested).toBe(10);
    expect(first.version.facts.trusted).toBe('recheck: hints (row versions)');
    const { version, partitions } = await take();
    expect(partitions.digested).toBe(0);
    expect(version.id).toBe(first.version.id);
  });

  test.each([
    ['a row that is updated in place', "UPDATE orders SET note = 'x' WHERE id = 5", 1],
    ['a row that is written again as it was', 'UPDATE orders SET note = note WHERE id = 5', 1],
    [
      'as many rows as before, but others',
      "DELETE FROM orders WHERE id = 5; INSERT INTO orders VALUES (7777, 'new', 'ok', '2020-10-01 12:00:00+00')",
      1,
    ],
    ['a row that moves to another partition', "UPDATE orders SET at = at + interval '1 day' WHERE id = 5", 2],
    ['a label of an enum', "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'", 10],
    [
      'a column that is made again, with a default that no row is rewritten for',
      "ALTER TABLE orders DROP COLUMN note; ALTER TABLE orders ADD COLUMN note text DEFAULT 'same'",
      10,
    ],
    ['a table that is vacuumed, frozen and analysed', 'VACUUM (FREEZE, ANALYZE) orders', 0],
    ['a lock on rows', 'SELECT id FROM orders WHERE id < 50 FOR UPDATE', 0],
    ['a write that is rolled back', "BEGIN; UPDATE orders SET note = 'x'; ROLLBACK", 0],
    ['another table', 'CREATE TABLE other AS SELECT 1 AS one', 0],
  ])('%s', async (_, statement, digested) => {
    const { run, take, retake } = await shopOf(TABLE);
    await take();
    for (const one of statement.startsWith('BEGIN') ? [statement] : statement.split('; ')) await run(one);
    expect(await retake()).toBe(digested);
  });

  test('a transaction that began before a snapshot and ends after it', async () => {
    const { url, take, retake } = await shopOf(TABLE);
    const other = new pg.Client(url);
    await other.connect();
    onTestFinished(() => other.end());
    await other.query("BEGIN; UPDATE orders SET note = 'late' WHERE id = 5");
    const before = await take();
    await other.query('COMMIT');
    expect(await retake()).toBe(1);
    expect((await take()).version.id).not.toBe(before.version.id);
  });

  test('partitions of Postgres’ own that are exchanged', async () => {
    const { run, take, retake } = await shopOf(
      `${PARTITIONED}; CREATE TABLE other (LIKE first); INSERT INTO other SELECT id, 'corrected', mood, at FROM first`,
    );
    await take();
    expect(await retake()).toBe(0);
    await run('ALTER TABLE orders DETACH PARTITION first');
    await run(
      "ALTER TABLE orders ATTACH PARTITION other FOR VALUES FROM (MINVALUE) TO ('2020-10-06 00:00:00+00')",
    );
    expect(await retake()).toBe(10);
  });

  test('a view has none, and is digested each time', async () => {
    const { run, take } = await shopOf(TABLE);
    await run('ALTER TABLE orders RENAME TO raw; CREATE VIEW orders AS SELECT * FROM raw');
    await take();
    const { partitions, version } = await take();
    expect(partitions.digested).toBe(10);
    expect(version.facts.trusted).toBe('recheck: hints (none)');
  });

  test('a role that may only read the table has them too', async () => {
    const { run, url } = await shopOf(TABLE);
    const role = `only_reads_${process.pid}`;
    await run(`CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT SELECT ON orders TO ${role}`);
    const asRole = new URL(url);
    [asRole.username, asRole.password] = [role, 'x'];
    const snapshots = await openSnapshots(await postgresSource(asRole.href), { ingestion: INGESTION });
    await snapshots.take({ at: '2020-10-11' });
    const { partitions, version } = await snapshots.take({ at: '2020-10-11' });
    expect(version.facts.trusted).toBe('recheck: hints (row versions)');
    expect(partitions.digested).toBe(0);
    await run(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  });
});
