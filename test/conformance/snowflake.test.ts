import { connectorSuite } from './connector-suite.ts';
import { snowflakeFixture } from './snowflake-fixture.ts';
import { snowflakeOnlyTests } from './snowflake-only.ts';

connectorSuite('snowflake (stand-in)', snowflakeFixture);
snowflakeOnlyTests('snowflake (stand-in)', snowflakeFixture, {
  'a collation changes no text': 'DuckDB has other collations',
  'GEOGRAPHY is taken as its bytes': 'DuckDB has no geography without an extension',
  'times with nine digits are floored': 'DuckDB’s times and instants have six digits',
  'columns that differ in case alone are two': 'DuckDB takes them for one',
});
