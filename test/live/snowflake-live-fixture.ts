import { randomUUID } from 'node:crypto';
import { connectionOptions } from '../../connectors/snowflake/login.ts';
import { snowflakeSettings } from '../../connectors/snowflake/settings.ts';
import { openSource } from '../../src/main/connectors.ts';
import type { Fixture } from '../conformance/fixture.ts';
import { snowflakeClient } from '../conformance/snowflake-client.ts';

/** The variables that hold the secret of each way to log in, and the setting that takes it. */
const WAYS = {
  SNOWFLAKE_PRIVATE_KEY: 'privateKey',
  SNOWFLAKE_PASSWORD: 'password',
  SNOWFLAKE_OAUTH_TOKEN: 'oauthToken',
  SNOWFLAKE_ACCESS_TOKEN: 'accessToken',
} as const;

const SETTINGS = {
  account: 'SNOWFLAKE_ACCOUNT',
  user: 'SNOWFLAKE_USER',
  warehouse: 'SNOWFLAKE_WAREHOUSE',
  database: 'SNOWFLAKE_DATABASE',
} as const;

/** An account given by the environment, in a schema of its own that goes with the test. */
export async function snowflakeLiveFixture(): Promise<Fixture> {
  const schema = `TIDEMARK_TEST_${randomUUID().replaceAll('-', '').toUpperCase()}`;
  const settings = snowflakeSettings.parse({ type: 'snowflake', schema, ...given() });
  const { schema: _, ...options } = connectionOptions(settings, process.env);
  const client = await snowflakeClient(options);
  // It is then the session's schema.
  await client.run(`CREATE TRANSIENT SCHEMA ${schema} DATA_RETENTION_TIME_IN_DAYS = 1`);
  return {
    settings,
    source: await openSource('test', settings, { folder: '/' }),
    create: client.create,
    insert: client.insert,
    run: client.run,
    dropEndsReading: true,
    // Roles, and other people's sessions, are not the tests' to make and end on an account.
    close: async () => {
      await client.run(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
      await client.close();
    },
  };
}

/** @throws naming every variable that is missing */
function given(): Record<string, unknown> {
  const missing: string[] = Object.values(SETTINGS).filter((name) => !process.env[name]);
  const ways = Object.entries(WAYS).filter(([name]) => process.env[name]);
  if (ways.length !== 1) missing.push(`exactly one of ${Object.keys(WAYS).join(', ')}`);
  if (missing.length > 0) {
    throw new Error(
      `The live tests need an account of Snowflake, and are missing ${missing.join('; ')}. See docs/sources.md#snowflake.`,
    );
  }
  const named = Object.entries(SETTINGS).map(([setting, name]) => [setting, process.env[name]]);
  const optional = { role: 'SNOWFLAKE_ROLE', accessUrl: 'SNOWFLAKE_ACCESS_URL' };
  const others = Object.entries(optional).flatMap(([setting, name]) =>
    process.env[name] ? [[setting, process.env[name]]] : [],
  );
  const passphrase = process.env['SNOWFLAKE_PRIVATE_KEY_PASSPHRASE']
    ? { privateKeyPassphrase: { env: 'SNOWFLAKE_PRIVATE_KEY_PASSPHRASE' } }
    : {};
  const login = ways.map(([name, setting]) => [setting, { env: name }]);
  return { ...Object.fromEntries([...named, ...others, ...login]), ...passphrase };
}
