import { connectorSuite } from './connector-suite.ts';
import { snowflakeFixture } from './snowflake-fixture.ts';

connectorSuite('snowflake (stand-in)', snowflakeFixture);
