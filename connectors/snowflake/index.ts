import type { Connector } from '../../src/source/connector.ts';
import { snowflakeDialect } from './dialect.ts';
import { openSnowflake } from './driver.ts';
import { kindOf } from './errors.ts';
import type { SnowflakeSettings } from './settings.ts';

export const connector: Connector<SnowflakeSettings> = {
  dialect: snowflakeDialect,
  /** User and role, since policies show one what they hide from another. */
  identity: ({ account, accessUrl, user, role, database, schema }) =>
    `snowflake://${user}@${account}/${database}/${schema} ${role ?? ''} ${accessUrl ?? ''}`.trim(),
  configure: (settings) => (options) => openSnowflake(settings, options?.moment),
  kindOf,
};
