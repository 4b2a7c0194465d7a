import path from 'node:path';
import type { Connector } from '../../src/source/connector.ts';
import { sqliteDialect } from './dialect.ts';
import { kindOf, openSqlite } from './driver.ts';
import type { SqliteSettings } from './settings.ts';

export const connector: Connector<SqliteSettings> = {
  dialect: () => sqliteDialect,
  identity: (settings, { folder }) => path.resolve(folder, settings.path),
  configure: (settings, { folder }) => {
    const file = path.resolve(folder, settings.path);
    return () => openSqlite(file, settings);
  },
  kindOf,
};
