import { inject } from 'vitest';
import { bigqueryFixture } from './bigquery-fixture.ts';
import { duckdbFixture } from './duckdb-fixture.ts';
import type { Fixture } from './fixture.ts';
import { mysqlFixture } from './mysql-fixture.ts';
import { postgresFixture } from './postgres-fixture.ts';
import { snowflakeFixture } from './snowflake-fixture.ts';
import { sqliteFixture } from './sqlite-fixture.ts';

/** Every engine that the tests have a server or a library of. */
export const ENGINES: Readonly<Record<string, () => Promise<Fixture>>> = {
  duckdb: duckdbFixture,
  sqlite: sqliteFixture,
  postgres: postgresFixture,
  mariadb: () => mysqlFixture(inject('mariadb')),
  bigquery: bigqueryFixture,
  snowflake: snowflakeFixture,
};
