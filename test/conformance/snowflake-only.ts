import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bindDataset } from '../../src/scan/bind-dataset.ts';
import { allRows } from '../../src/source/all-rows.ts';
import type { ColumnChoice } from '../../src/source/bind-columns.ts';
import { join, sql } from '../../src/source/sql.ts';
import { CALL } from './bench.ts';
import { datasetOf, type Fixture } from './fixture.ts';

/** What a stand-in lacks, and why, by the name of the test that needs it. */
export type Lacks = Readonly<Partial<Record<keyof typeof TESTS, string>>>;

const AT = "CAST('2020-10-29' AS TIMESTAMP_NTZ(6))";

/** What only Snowflake has, on an account; on a stand-in without what that lacks, each said and skipped. */
export function snowflakeOnlyTests(name: string, open: () => Promise<Fixture>, lacks: Lacks): void {
  describe(`only in Snowflake: ${name}`, () => {
    let fixture: Fixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(async () => {
      const missing = Object.keys(lacks).length;
      if (missing > 0) {
        process.stdout.write(
          `${name}: ${missing} of ${Object.keys(TESTS).length} tests of what only Snowflake has are left to an account: ${Object.keys(lacks).join('; ')}\n`,
        );
      }
      await fixture.close();
    });
    for (const [title, work] of Object.entries(TESTS)) {
      test(title, async ({ skip }) => {
        const reason = lacks[title as keyof typeof TESTS];
        if (reason !== undefined) skip(reason);
        await work(fixture);
      });
    }
  });
}

const TESTS = {
  'a collation changes no text': async (fixture: Fixture) => {
    await fixture.run?.("CREATE TABLE collated (v VARCHAR(20) COLLATE 'en-ci', at TIMESTAMP_NTZ(6))");
    await fixture.run?.(`INSERT INTO collated SELECT 'A~a|B', ${AT}`);
    expect(await texts(fixture, 'collated', {})).toEqual(['A~~a~pB']);
  },
  'GEOGRAPHY is taken as its bytes': async (fixture: Fixture) => {
    await fixture.run?.('CREATE TABLE places (v GEOGRAPHY, at TIMESTAMP_NTZ(6))');
    await fixture.run?.(`INSERT INTO places SELECT TO_GEOGRAPHY('POINT(1 2)'), ${AT}`);
    expect(await texts(fixture, 'places', { opaque: ['v'] })).toEqual([
      expect.stringMatching(/^01.*000000000000f03f0000000000000040$/),
    ]);
  },
  'times with nine digits are floored': async (fixture: Fixture) => {
    await fixture.run?.('CREATE TABLE fine_times (t TIME(9), v TIMESTAMP_TZ(9), at TIMESTAMP_NTZ(6))');
    await fixture.run?.(
      `INSERT INTO fine_times SELECT CAST('23:59:59.999999999' AS TIME(9)), CAST('1970-01-01 01:59:59.999999001 +02:00' AS TIMESTAMP_TZ(9)), ${AT}`,
    );
    expect(await texts(fixture, 'fine_times', { floor: ['t', 'v'] })).toEqual(['86399999999', '-1']);
  },
  'columns that differ in case alone are two': async (fixture: Fixture) => {
    await fixture.run?.('CREATE TABLE cases ("a" NUMBER, "A" NUMBER, at TIMESTAMP_NTZ(6))');
    await fixture.run?.(`INSERT INTO cases SELECT 1, 2, ${AT}`);
    expect(await texts(fixture, 'cases', {})).toEqual(['2', '1']);
  },
};

/** The canonical texts of the only row, without its ingestion column. */
async function texts({ source }: Fixture, table: string, columns: ColumnChoice) {
  const { dialect, connect } = source;
  const driver = await connect();
  try {
    const scope = await bindDataset(datasetOf(table, { columns }), dialect, driver, CALL);
    const wanted = scope.columns.filter((c) => c.name !== 'at');
    const select = join(
      wanted.map((c) => dialect.canonicalText(dialect.identifier(c.source), c)),
      sql`, `,
    );
    const [row] = await allRows(
      driver.rows(sql`SELECT ${select} FROM ${dialect.table(table, scope.moment)}`, CALL),
    );
    return row;
  } finally {
    await driver.close();
  }
}
