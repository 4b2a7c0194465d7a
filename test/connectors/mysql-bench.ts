import { randomUUID } from 'node:crypto';
import mysql from 'mysql2/promise';
import { expect } from 'vitest';
import { mysqlSettings } from '../../connectors/mysql/settings.ts';
import { openSource } from '../../src/main/connectors.ts';
import { bindDataset } from '../../src/scan/bind-dataset.ts';
import type { Dataset, Source } from '../../src/scan/dataset.ts';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import { allRows } from '../../src/source/all-rows.ts';
import { columnNamed } from '../../src/source/bind-columns.ts';
import { sql } from '../../src/source/sql.ts';
import { CALL, EVERYTHING } from '../conformance/bench.ts';
import { datasetOf } from '../conformance/fixture.ts';

/** An error of that code whose message says so. */
export const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

/** A database of the test file's own, an administrator's connection to it, and the connector. */
export async function openBench(url: string) {
  const database = `test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const admin = await mysql.createConnection({ uri: url, charset: 'utf8mb4' });
  await admin.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
  await admin.query(`USE ${database}`);
  await admin.query("SET time_zone = '+00:00', sql_mode = ''");
  const [[{ version } = { version: '' }]] = (await admin.query('SELECT VERSION() AS version')) as unknown as [
    { version: string }[],
  ];
  const { hostname: host, port, username, password: encoded } = new URL(url);
  const password = decodeURIComponent(encoded);

  const source = (changes: Record<string, unknown> = {}, secretValue = password): Promise<Source> => {
    process.env['TIDEMARK_TEST_MYSQL'] = secretValue;
    const settings = { type: 'mysql', host, port: Number(port), database, user: username };
    const given = { ...settings, password: { env: 'TIDEMARK_TEST_MYSQL' }, ...changes };
    return openSource('live', mysqlSettings.parse(given), { folder: '/' });
  };
  /** Works on a driver of its own, which is closed then. */
  const withDriver = async <T>(
    work: (driver: Awaited<ReturnType<Source['connect']>>, from: Source) => Promise<T>,
    changes: Record<string, unknown> = {},
  ): Promise<T> => {
    const from = await source(changes);
    const driver = await from.connect();
    try {
      return await work(driver, from);
    } finally {
      await driver.close();
    }
  };
  return {
    admin,
    isMariadb: version.includes('MariaDB'),
    database,
    password,
    source,
    withDriver,
    /** A table with an id, an ingestion timestamp and the columns given, and a row for each value of the first of them. */
    create: async (table: string, columns: string, ...values: string[]) => {
      await admin.query(
        `CREATE TABLE ${table} (id INT PRIMARY KEY AUTO_INCREMENT, at DATETIME(6) NOT NULL DEFAULT '2020-10-29 12:00:00', ${columns})`,
      );
      const [first = ''] = /^\w+/.exec(columns) ?? [];
      for (const value of values) await admin.query(`INSERT INTO ${table} (${first}) VALUES (${value})`);
    },
    /** The digests of a table, by day of its column `at`. */
    digests: (table: string, changes: Partial<Dataset> = {}, settings = {}) =>
      withDriver(async (driver, { dialect }) => {
        const scope = await bindDataset(datasetOf(table, changes), dialect, driver, CALL);
        return digestPartitions(scope, driver, CALL, EVERYTHING);
      }, settings),
    /** The canonical texts of one column, in the order of the column `id`. */
    texts: (table: string, column: string, columns: Dataset['columns'] = {}, exported = false) =>
      withDriver(async (driver, { dialect }) => {
        const scope = await bindDataset(datasetOf(table, { columns }), dialect, driver, CALL);
        const bound = columnNamed(table, scope.columns, column, 'the test');
        const value = dialect.identifier(column);
        const text = exported ? dialect.exportValue(value, bound) : dialect.canonicalText(value, bound);
        const from = dialect.table(table, undefined);
        const rows = await allRows(driver.rows(sql`SELECT ${text} FROM ${from} ORDER BY id`, CALL));
        return rows.map(([first]) => first);
      }),
    close: async () => {
      await admin.query(`DROP DATABASE ${database}`);
      await admin.end();
    },
  };
}
