import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoredVersion } from '../../src/catalog/catalog.ts';
import { lookToday } from '../../src/read/today.ts';
import type { Source } from '../../src/scan/dataset.ts';
import type { Connect } from '../../src/source/connector.ts';
import { printSql } from '../../src/source/sql.ts';
import { parseManifest } from '../../src/version/manifest.ts';
import { AT, ID, NOON } from '../conformance/bench.ts';
import { duckdbFixture } from '../conformance/duckdb-fixture.ts';
import type { Fixture, TestRow } from '../conformance/fixture.ts';
import { postgresFixture } from '../conformance/postgres-fixture.ts';
import { NOW, openSnapshots } from '../support/snapshots.ts';

const DAY = 86_400_000_000n;
const COLUMNS = [ID, { name: 'note', type: 'string' }, AT];
/** Four rows on each of six days from 2020-10-29 on. */
const ROWS = Array.from(
  { length: 24 },
  (_, i): TestRow => [BigInt(i), `note ${i}`, NOON + BigInt(i % 6) * DAY],
);
const DAYS = ['2020-10-30', '2020-10-31', '2020-11-01', '2020-11-02', '2020-11-03', '2020-11-04'] as const;
const { signal } = new AbortController();

/** What may happen to a table between looks at it. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('snapshot'), day: fc.nat(5) }) },
  fc.record({ do: fc.constantFrom('late', 'correct', 'delete', 'empty', 'columns'), day: fc.nat(5) }),
);

describe.each([
  ['duckdb', duckdbFixture],
  ['postgres', postgresFixture],
])('what versions of a %s table would be today', (_, open) => {
  let fixture: Fixture;
  let tables = 0;
  let ids = 1000;
  beforeAll(async () => {
    fixture = await open();
  });
  afterAll(() => fixture.close());
  const change = (statement: string) => (fixture.change ?? fixture.run)?.(statement);

  async function shop() {
    const table = `days${++tables}`;
    await fixture.create(table, COLUMNS, ROWS);
    const snapshots = await openSnapshots(fixture.source, { table });
    let columns = 0;
    const at = (day: number) =>
      `CAST('2020-${day < 3 ? 10 : 11}-${[29, 30, 31, '01', '02', '03'][day]} 12:00:00+00' AS TIMESTAMPTZ)`;
    const steps = {
      snapshot: (day: number) => snapshots.take({ at: DAYS[day] ?? '' }).catch(() => undefined),
      late: (day: number) =>
        change(`INSERT INTO ${table} (id, note, "at") VALUES (${++ids}, 'late', ${at(day)})`),
      correct: (day: number) => change(`UPDATE ${table} SET note = 'corrected' WHERE id = ${day}`),
      delete: (day: number) => change(`DELETE FROM ${table} WHERE id = ${day + 6}`),
      empty: (day: number) => change(`DELETE FROM ${table} WHERE "at" = ${at(day)}`),
      columns: () => change(`ALTER TABLE ${table} ADD COLUMN more${++columns} BIGINT`),
    };
    const versions = () => snapshots.catalog.versions.list('orders');
    const today = async (source = fixture.source) =>
      lookToday(
        { catalog: snapshots.catalog, clock: () => NOW },
        (await versions()).map((version) => ({ version, source, table })),
        signal,
      );
    return { ...snapshots, table, steps, versions, today };
  }

  /** The ID that really taking the snapshot gives, with the version's definition, into a catalog of its own. */
  async function taken({ id, watermark, manifest }: StoredVersion, table: string): Promise<string | null> {
    const { schema, split } = parseManifest(manifest);
    const fresh = await openSnapshots(fixture.source, { table, split });
    const columns = { include: schema.map((c) => c.name) };
    const result = await fresh
      .take({ at: watermark }, { columns, name: id.split('@')[0] ?? '' })
      .catch((error) => {
        if (error.code === 'table-empty') return null;
        throw error;
      });
    return result?.version.id ?? null;
  }

  test('is what a snapshot of the same watermark gives, whatever happened to the table', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (done) => {
        const { table, steps, today } = await shop();
        for (const { do: what, day } of done) await steps[what as keyof typeof steps](day);
        for (const { version, id, changes } of await today()) {
          expect(id).toBe(await taken(version, table));
          expect(changes.length === 0).toBe(id === version.id);
        }
      }),
      { numRuns: 12 },
    );
  });

  test('one scan serves all versions of one definition', async () => {
    const { steps, today, versions } = await shop();
    for (const day of [1, 2, 3]) await steps.snapshot(day);
    await steps.columns();
    for (const day of [4, 5]) await steps.snapshot(day);
    const queries: string[] = [];
    const found = await today(counted(fixture.source, queries));
    expect(found.map((t) => t.id)).toEqual((await versions()).map((v) => v.id));
    expect(queries.filter((q) => q.includes('GROUP BY') && q.includes('part'))).toHaveLength(2);
  });

  test('late rows, corrections and deletions are told by partition', async () => {
    const { steps, today } = await shop();
    for (const day of [0, 2, 5]) await steps.snapshot(day);
    await steps.late(1);
    await steps.late(1);
    await steps.correct(2);
    await steps.empty(4);
    const [newest, middle, oldest] = await today();
    const told = (changes = newest?.changes) =>
      changes?.map(({ from, before, after }) => `${from.slice(0, 10)} ${before?.rows} ${after?.rows}`);
    expect(told()).toEqual(['2020-10-30 4 6', '2020-10-31 4 4', '2020-11-02 4 undefined']);
    expect(told(middle?.changes)).toEqual(['2020-10-30 4 6', '2020-10-31 4 4']);
    expect(oldest).toMatchObject({ changes: [], id: oldest?.version.id, refused: null });
  });

  test('a column that is gone is a refusal of the versions that have it, and of no others', async () => {
    const { steps, today, table } = await shop();
    await steps.snapshot(3);
    await steps.columns();
    await steps.snapshot(5);
    await change(`ALTER TABLE ${table} DROP COLUMN more1`);
    const [newer, older] = await today();
    expect(newer).toMatchObject({
      id: null,
      refused: { code: 'drift', message: expect.stringContaining('more1') },
    });
    expect(older).toMatchObject({ id: older?.version.id, refused: null });
  });

  test('a table that is empty, or gone, or has NULL where none may be, is a refusal', async () => {
    const { steps, today, table } = await shop();
    await steps.snapshot(5);
    await change(`INSERT INTO ${table} (id, note, "at") VALUES (1, 'x', NULL)`);
    expect(await today()).toMatchObject([{ id: null, changes: [], refused: { code: 'nulls-found' } }]);
    await change(`DELETE FROM ${table}`);
    expect(await today()).toMatchObject([{ id: null, refused: { code: 'table-empty' } }]);
    await change(`DROP TABLE ${table}`);
    expect(await today()).toMatchObject([{ id: null, refused: { code: 'source-missing' } }]);
  });
});

/** The source, with its queries written down. */
function counted(source: Source, queries: string[]): Source {
  const connect: Connect = async (options) => {
    const driver = await source.connect(options);
    return {
      ...driver,
      rows: (query, call) => {
        queries.push(printSql(query, String));
        return driver.rows(query, call);
      },
    };
  };
  return { ...source, connect };
}
