import { connectorSuite } from './connector-suite.ts';
import { postgresFixture } from './postgres-fixture.ts';

connectorSuite('postgres', postgresFixture);
