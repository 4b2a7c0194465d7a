import { z } from 'zod';
import { secret } from './secret.ts';

const DURATION = /^\d{1,6}[smhdw]$/;
const NOT_BOTH = 'expected either url, or host, database and user';

/** `sources.NAME` of a database server that is reached by host and port. @param port where it listens by default */
export function serverSettings<Type extends string, Own extends z.ZodRawShape>(
  type: Type,
  port: number,
  own: Own,
) {
  return z
    .strictObject({
      type: z.literal(type),
      url: secret
        .optional()
        .describe(
          `${type}://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=…; instead of the settings from host on.`,
        ),
      host: z.string().min(1).optional().describe('A host name, an address, or the path of a Unix socket.'),
      port: z.int().min(1).max(65_535).optional().describe(`Default: ${port}.`),
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
      statementTimeout: z
        .string()
        .regex(DURATION, 'expected a duration such as 90s, 15m or 2h')
        .optional()
        .describe('The longest that one query may take; default: what the server allows the user.'),
      ...own,
    })
    .superRefine((settings, context) => {
      const { url, host, port: given, database, user, password } = settings as ServerSettings;
      const whole =
        url === undefined
          ? [host, database, user].every((v) => v !== undefined)
          : [host, given, database, user, password].every((v) => v === undefined);
      if (!whole) context.addIssue({ code: 'custom', message: NOT_BOTH });
    });
}

/** What every such source can say. */
export interface ServerSettings {
  readonly url?: { readonly env: string } | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly database?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: { readonly env: string } | undefined;
  readonly ssl?: Ssl | undefined;
  readonly ca?: string | undefined;
  readonly statementTimeout?: string | undefined;
}

export type Ssl = 'disable' | 'require' | 'verify';
