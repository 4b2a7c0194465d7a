import { z } from 'zod';
import { secret } from '../../src/source/secret.ts';

const NOT_BOTH = 'expected either url, or host, database and user';

/** `sources.NAME` with `type: postgres`. */
export const postgresSettings = z
  .strictObject({
    type: z.literal('postgres'),
    url: secret
      .optional()
      .describe(
        'postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=…; instead of the settings from host on.',
      ),
    host: z.string().min(1).optional().describe('A host name, an address, or the folder of a Unix socket.'),
    port: z.int().min(1).max(65_535).optional().describe('Default: 5432.'),
    database: z.string().min(1).optional(),
    user: z.string().min(1).optional(),
    password: secret.optional(),
    ssl: z
      .enum(['disable', 'require', 'verify'])
      .optional()
      .describe(
        'disable; require: encrypted, to whatever server answers; verify: also checks its certificate and name.',
      ),
    ca: z
      .string()
      .min(1)
      .optional()
      .describe('PEM file of the authorities that verify trusts. Relative to the config’s base folder.'),
    schema: z
      .string()
      .min(1)
      .default('public')
      .describe('Where a table without a schema is, whatever the role’s own search_path says.'),
    statementTimeout: z
      .string()
      .regex(/^\d{1,6}[smhdw]$/, 'expected a duration such as 90s, 15m or 2h')
      .optional()
      .describe('The longest that one query may take; default: what the server allows the role.'),
  })
  .refine((s) => (s.url === undefined) === (s.host !== undefined), NOT_BOTH)
  .refine((s) => s.url !== undefined || (s.database !== undefined && s.user !== undefined), NOT_BOTH)
  .refine(
    (s) => s.url === undefined || [s.port, s.database, s.user, s.password].every((v) => v === undefined),
    NOT_BOTH,
  );

export type PostgresSettings = z.output<typeof postgresSettings>;
