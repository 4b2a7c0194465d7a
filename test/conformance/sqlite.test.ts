import { connectorSuite } from './connector-suite.ts';
import { sqliteFixture } from './sqlite-fixture.ts';

connectorSuite('sqlite', sqliteFixture);
