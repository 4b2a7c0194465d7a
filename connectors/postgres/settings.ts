import { z } from 'zod';
import type { ServerKind } from '../../src/source/server-address.ts';
import { serverSettings } from '../../src/source/server-settings.ts';

export const POSTGRES: ServerKind = {
  name: 'Postgres',
  protocols: ['postgres', 'postgresql'],
  port: 5432,
};

/** `sources.NAME` with `type: postgres`. */
export const postgresSettings = serverSettings('postgres', POSTGRES.port, {
  schema: z
    .string()
    .min(1)
    .default('public')
    .describe('Where a table without a schema is, whatever the role’s own search_path says.'),
  pins: z
    .strictObject({
      schema: z.string().min(1).describe('A schema of the same database. It is not made by Tidemark.'),
    })
    .optional()
    .describe('Where versions are kept as copies, for datasets with keep: pin.'),
});

export type PostgresSettings = z.output<typeof postgresSettings>;
