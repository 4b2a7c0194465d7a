import type { Connector } from '../../src/source/connector.ts';
import { clientConfig, warehouseOf } from './client-config.ts';
import { postgresDialect } from './dialect.ts';
import { openPostgres } from './driver.ts';
import { kindOf } from './errors.ts';
import type { PostgresSettings } from './settings.ts';

export const connector: Connector<PostgresSettings> = {
  dialect: postgresDialect,
  identity: (settings) => warehouseOf(settings),
  configure: (settings, { folder }) => {
    return async () => openPostgres(clientConfig(settings, folder), settings);
  },
  kindOf,
};
