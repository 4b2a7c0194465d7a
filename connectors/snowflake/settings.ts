import { z } from 'zod';
import { secret } from '../../src/source/secret.ts';

const DURATION = /^\d{1,6}[smhdw]$/;
/** The settings that each hold the secret of one way to log in. */
const WAYS = ['privateKey', 'password', 'oauthToken', 'accessToken'] as const;

/** Plain or in double quotes, as in SQL. */
const name = z.string().min(1);

/** `sources.NAME` with `type: snowflake`. */
export const snowflakeSettings = z
  .strictObject({
    type: z.literal('snowflake'),
    account: z
      .string()
      .regex(/^[\w-]+(\.[\w-]+)*$/, 'expected an account identifier such as acme-prod or ab12345.eu-west-1')
      .describe('The account identifier: ORGANIZATION-ACCOUNT, or a locator with its region.'),
    user: name.describe('The login name.'),
    privateKey: secret
      .optional()
      .describe('Key-pair login: the variable holds the private key, PKCS#8 in PEM, plain or encrypted.'),
    privateKeyPassphrase: secret.optional().describe('Of an encrypted private key.'),
    password: secret.optional(),
    oauthToken: secret.optional().describe('An OAuth access token of an identity provider or of Snowflake.'),
    accessToken: secret.optional().describe('A programmatic access token (PAT).'),
    warehouse: name.describe('Computes the digests; its role needs USAGE on it.'),
    database: name.describe(
      'Where a table without a database is. As in SQL, a plain name is in upper case; in double quotes it is as written.',
    ),
    schema: name.default('PUBLIC').describe('Where a table without a schema is, likewise.'),
    role: name.optional().describe('Default: the user’s own.'),
    pins: z
      .strictObject({
        schema: name.describe('SCHEMA or DATABASE.SCHEMA, likewise. It is not made by Tidemark.'),
        retentionDays: z
          .int()
          .min(1)
          .max(90)
          .optional()
          .describe('For how long a pin that was dropped can be restored; default: what the schema says.'),
      })
      .optional()
      .describe('Where versions are kept as zero-copy clones, for datasets with keep: pin.'),
    accessUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Where the account is reached, if not at ACCOUNT.snowflakecomputing.com: a private link.'),
    statementTimeout: z
      .string()
      .regex(DURATION, 'expected a duration such as 90s, 15m or 2h')
      .optional()
      .describe('The longest that one query may take; default: what the account allows.'),
  })
  .superRefine((settings, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    const given = WAYS.filter((way) => settings[way] !== undefined);
    if (given.length === 0) refuse(`expected one way to log in: one of ${WAYS.join(', ')}`);
    if (given.length > 1)
      refuse(`expected one way to log in, but there are ${given.join(' and ')}: keep one of them`);
    if (settings.privateKeyPassphrase && !settings.privateKey) {
      refuse('privateKeyPassphrase is for a privateKey, which there is none of');
    }
  });

export type SnowflakeSettings = z.output<typeof snowflakeSettings>;
