import { z } from 'zod';
import { BYTES } from '../../src/base/bytes.ts';
import { secret } from '../../src/source/secret.ts';

const name = z.string().min(1);
const email = z.string().regex(/^[^@\s]+@[^@\s]+$/, 'expected the address of a service account');

/** `sources.NAME` with `type: bigquery`. */
export const bigquerySettings = z
  .strictObject({
    type: z.literal('bigquery'),
    project: name.describe('Where tables are whose reference names no project.'),
    location: name.describe('Where the tables are, and so where queries run: EU, US, europe-west3.'),
    dataset: name.optional().describe('Where a table is whose reference names no dataset.'),
    billingProject: name
      .optional()
      .describe('The project that queries run in and are billed to; default: project.'),
    keyFile: name
      .optional()
      .describe(
        'JSON file of a service account, of workload identity federation or of a user. Relative to the config’s base folder. ' +
          'Without it, key and accessToken: application default credentials.',
      ),
    key: secret.optional().describe('The same JSON in an environment variable.'),
    accessToken: secret
      .optional()
      .describe('An OAuth access token, which somebody else renews, in an environment variable.'),
    impersonate: z
      .union([email, z.array(email).min(1)])
      .optional()
      .describe('The service account to act as; a list is a chain of delegates that ends with it.'),
    apiEndpoint: z.url().optional().describe('Another address of the API, such as a private endpoint.'),
    storageEndpoint: z
      .string()
      .regex(/^(\[[\da-fA-F:.]+\]|[^\s:/]+):\d{1,5}$/, 'expected HOST:PORT')
      .optional()
      .describe(
        'Another HOST:PORT of the Storage Read API; needed with apiEndpoint for large reads through it. ' +
          'Without TLS and without credentials where the host is localhost, 127.0.0.1 or [::1], with both elsewhere.',
      ),
    pins: z
      .strictObject({
        dataset: name.describe(
          'DATASET or PROJECT.DATASET, in the tables’ location. It is not made by Tidemark.',
        ),
        expiration: z
          .string()
          .regex(/^\d{1,6}[smhdw]$/, 'expected a duration such as 90d')
          .default('90d')
          .describe('How long a version is kept from its snapshot or its last renewal.'),
      })
      .optional()
      .describe('Where versions are kept as table snapshots, for datasets with keep: pin.'),
    maxBytesBilled: z
      .string()
      .regex(BYTES, 'expected bytes such as 100GiB')
      .default('100GiB')
      .describe('What the queries of one snapshot, verification or read may be billed for in all.'),
    statementTimeout: z
      .string()
      .regex(/^\d{1,6}[smhdw]$/, 'expected a duration such as 90s, 15m or 2h')
      .optional()
      .describe('The longest that one query may take; default: what BigQuery allows.'),
  })
  .superRefine(({ keyFile, key, accessToken }, context) => {
    if ([keyFile, key, accessToken].filter((v) => v !== undefined).length > 1) {
      context.addIssue({ code: 'custom', message: 'expected at most one of keyFile, key and accessToken' });
    }
  });

export type BigquerySettings = z.output<typeof bigquerySettings>;
