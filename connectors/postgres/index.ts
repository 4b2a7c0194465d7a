import type { Connector } from '../../src/source/connector.ts';
import { warehouseOf } from '../../src/source/server-address.ts';
import { clientConfig } from './client-config.ts';
import { inSchema } from './dialect.ts';
import { openPostgres } from './driver.ts';
import { kindOf } from './errors.ts';
import { POSTGRES, type PostgresSettings } from './settings.ts';

export const connector: Connector<PostgresSettings> = {
  dialect: ({ schema }) => inSchema(schema),
  identity: (settings) => `${warehouseOf(settings, POSTGRES, process.env)} ${settings.schema}`,
  configure: (settings, { folder }) => {
    return async () => openPostgres(clientConfig(settings, folder), settings);
  },
  kindOf,
};
