import { connectorSuite } from '../conformance/connector-suite.ts';
import { snowflakeOnlyTests } from '../conformance/snowflake-only.ts';
import { snowflakeLiveFixture } from './snowflake-live-fixture.ts';

connectorSuite('snowflake (account)', snowflakeLiveFixture);
snowflakeOnlyTests('snowflake (account)', snowflakeLiveFixture, {});
