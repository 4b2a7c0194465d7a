import { connectorSuite } from './connector-suite.ts';
import { duckdbFixture } from './duckdb-fixture.ts';

connectorSuite('duckdb', duckdbFixture);
