import path from 'node:path';
import type { Connector } from '../../src/source/connector.ts';
import { duckdbDialect } from './dialect.ts';
import { kindOf, openDuckdb } from './driver.ts';
import type { DuckdbSettings } from './settings.ts';

export const connector: Connector<DuckdbSettings> = {
  dialect: () => duckdbDialect,
  identity: (settings, { folder }) => path.resolve(folder, settings.path),
  configure: (settings, { folder }) => {
    const file = path.resolve(folder, settings.path);
    return () => openDuckdb(file, settings);
  },
  kindOf,
};
