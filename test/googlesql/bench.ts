import { afterAll, beforeAll } from 'vitest';
import { allRows } from '../../src/source/all-rows.ts';
import type { Driver } from '../../src/source/driver.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { CALL } from '../conformance/bench.ts';
import { type GoogleSql, openGoogleSql } from '../services/googlesql.ts';
import { googleSqlDriver } from './googlesql-driver.ts';

/** A GoogleSQL for the tests of a file. */
export function googleSqlBench() {
  let opened: GoogleSql | undefined;
  beforeAll(async () => {
    opened = await openGoogleSql();
  }, 600_000);
  afterAll(() => opened?.close());
  const driver = () => {
    if (!opened) throw new Error('GoogleSQL is not open.');
    return googleSqlDriver(opened) as Driver;
  };
  return {
    driver,
    /** The rows of a query of which every column is text. */
    rows: (query: Sql) => allRows(driver().rows(query, CALL)),
    /** What an expression is. */
    one: async (expression: Sql) => (await allRows(driver().rows(sql`SELECT ${expression}`, CALL)))[0]?.[0],
  };
}

/** Repeated with TIDEMARK_TEST_SEED. */
export function testSeed(): number {
  return Number(process.env['TIDEMARK_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
}
