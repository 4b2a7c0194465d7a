import { z } from 'zod';
import type { ServerKind } from '../../src/source/server-address.ts';
import { serverSettings } from '../../src/source/server-settings.ts';

export const MYSQL: ServerKind = { name: 'MySQL', protocols: ['mysql', 'mariadb'], port: 3306 };

/** `sources.NAME` with `type: mysql`, for MySQL 8 and MariaDB. */
export const mysqlSettings = serverSettings('mysql', MYSQL.port, {
  pins: z
    .strictObject({
      database: z.string().min(1).describe('A database of the same server. It is not made by Tidemark.'),
    })
    .optional()
    .describe('Where versions are kept as copies, for datasets with keep: pin.'),
});

export type MysqlSettings = z.output<typeof mysqlSettings>;
