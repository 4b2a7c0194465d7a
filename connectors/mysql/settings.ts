import type { z } from 'zod';
import type { ServerKind } from '../../src/source/server-address.ts';
import { serverSettings } from '../../src/source/server-settings.ts';

export const MYSQL: ServerKind = { name: 'MySQL', protocols: ['mysql', 'mariadb'], port: 3306 };

/** `sources.NAME` with `type: mysql`, for MySQL 8 and MariaDB. */
export const mysqlSettings = serverSettings('mysql', MYSQL.port, {});

export type MysqlSettings = z.output<typeof mysqlSettings>;
