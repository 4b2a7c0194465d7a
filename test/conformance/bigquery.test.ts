import { bigqueryFixture } from './bigquery-fixture.ts';
import { connectorSuite } from './connector-suite.ts';

connectorSuite('bigquery', bigqueryFixture);
