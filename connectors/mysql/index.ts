import type { Connector } from '../../src/source/connector.ts';
import { warehouseOf } from '../../src/source/server-address.ts';
import { connectionOptions } from './connection.ts';
import { mysqlDialect } from './dialect.ts';
import { openMysql } from './driver.ts';
import { kindOf } from './error-kind.ts';
import { MYSQL, type MysqlSettings } from './settings.ts';

export const connector: Connector<MysqlSettings> = {
  dialect: () => mysqlDialect,
  identity: (settings) => warehouseOf(settings, MYSQL, process.env),
  configure: (settings, { folder }) => {
    return async () => openMysql(connectionOptions(settings, folder), settings);
  },
  kindOf,
};
