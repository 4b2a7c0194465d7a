import { onTestFinished } from 'vitest';
import { columnText } from '../../src/digest/row-sql.ts';
import { openSource } from '../../src/main/connectors.ts';
import { bindDataset } from '../../src/scan/bind-dataset.ts';
import type { Dataset } from '../../src/scan/dataset.ts';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import { allRows } from '../../src/source/all-rows.ts';
import { sql } from '../../src/source/sql.ts';
import { CALL, EVERYTHING } from '../conformance/bench.ts';
import { datasetOf } from '../conformance/fixture.ts';
import { createPostgresDatabase } from '../services/postgres-database.ts';

let variables = 0;

/** A source for a URL, which it finds in an environment variable. */
export async function postgresSource(
  url: string,
  settings: { schema?: string; statementTimeout?: string } = {},
) {
  const env = `TIDEMARK_TEST_URL_${process.pid}_${++variables}`;
  process.env[env] = url;
  onTestFinished(() => {
    delete process.env[env];
  });
  return openSource(
    'live',
    { type: 'postgres', url: { env }, schema: 'public', ...settings },
    { folder: '/' },
  );
}

/** A database with the statements run in it, and ways to look at it through the connector. */
export async function postgresShop(statement: string, options = '') {
  const database = await createPostgresDatabase(options);
  onTestFinished(() => database.drop());
  if (statement !== '') await database.run(statement);
  const bound = async <T>(
    url: string,
    table: string,
    changes: Partial<Dataset>,
    work: (b: Bound) => Promise<T>,
  ) => {
    const { dialect, connect } = await postgresSource(url);
    const driver = await connect();
    try {
      return await work({
        driver,
        scope: await bindDataset(datasetOf(table, changes), dialect, driver, CALL),
      });
    } finally {
      await driver.close();
    }
  };
  return {
    ...database,
    /** What every partition adds up to. */
    digests: (table: string, changes: Partial<Dataset> = {}, url = database.url) =>
      bound(url, table, changes, async ({ scope, driver }) =>
        (await digestPartitions(scope, driver, CALL, EVERYTHING)).map(({ from, rows, digest }) => ({
          from,
          rows,
          digest,
        })),
      ),
    /** The canonical texts of all columns but `at`, row by row, in the order of `id`. */
    texts: (table: string, changes: Partial<Dataset> = {}, url = database.url) =>
      bound(url, table, changes, async ({ scope, driver }) => {
        const columns = scope.columns.filter((c) => !['id', 'at'].includes(c.name));
        const texts = columns.map((c) => columnText(scope.dialect, c)).reduce((a, b) => sql`${a}, ${b}`);
        const from = scope.dialect.table(table, undefined);
        return allRows(driver.rows(sql`SELECT ${texts} FROM ${from} ORDER BY id`, CALL));
      }),
    source: (settings = {}) => postgresSource(database.url, settings),
  };
}

interface Bound {
  readonly scope: Awaited<ReturnType<typeof bindDataset>>;
  readonly driver: Awaited<ReturnType<Awaited<ReturnType<typeof postgresSource>>['connect']>>;
}
