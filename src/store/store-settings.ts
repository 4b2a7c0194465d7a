import { z } from 'zod';
import { secret } from '../source/secret.ts';
import { isPath } from './keys.ts';

/*
 * `store` in the config: a folder, or `s3://BUCKET/PREFIX`, alone or with how it is reached.
 */

const S3_URL = 's3://BUCKET or s3://BUCKET/PREFIX, the prefix of letters, digits and ._=-/';
const BUCKET = /^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/i;

/** Another scheme is taken for no path: it would be a folder named `https:`. */
const text = z
  .string()
  .min(1)
  .refine(
    (t) => !/^[a-z][a-z0-9+.-]*:\/\//i.test(t) || s3Place(t) !== undefined,
    `expected a path, or ${S3_URL}`,
  );

const endpoint = z
  .string()
  .refine(
    isEndpoint,
    'expected http://HOST:PORT or https://HOST:PORT, without user, password and parameters',
  );

const s3 = z
  .strictObject({
    url: z
      .string()
      .refine((t) => s3Place(t) !== undefined, `expected ${S3_URL}`)
      .describe('s3://BUCKET or s3://BUCKET/PREFIX.'),
    endpoint: endpoint
      .optional()
      .describe('Of another S3 than Amazon’s; default: AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL.'),
    region: z
      .string()
      .min(1)
      .optional()
      .describe('Default: as the AWS tools find it; us-east-1 with an endpoint.'),
    pathStyle: z
      .boolean()
      .optional()
      .describe('The bucket in the path, not in the host name; default: where there is an endpoint.'),
    accessKeyId: secret.optional(),
    secretAccessKey: secret.optional(),
    sessionToken: secret.optional(),
  })
  .refine(
    ({ accessKeyId, secretAccessKey, sessionToken }) =>
      (accessKeyId === undefined) === (secretAccessKey === undefined) &&
      (sessionToken === undefined || accessKeyId !== undefined),
    'expected accessKeyId and secretAccessKey together, or none of them and no sessionToken',
  );

export const storeSettings = z
  .union([text, s3])
  .describe('Where archives lie: a folder, s3://BUCKET/PREFIX, or such a url with how it is reached.');

export type StoreSettings = z.output<typeof storeSettings>;
export type S3Settings = z.output<typeof s3>;

/** What stands in the config, taken apart: a folder's path, or what S3 must be told. */
export function storeTarget(settings: StoreSettings): { readonly path: string } | S3Settings {
  if (typeof settings !== 'string') return settings;
  return s3Place(settings) === undefined ? { path: settings } : { url: settings };
}

/** @returns undefined where it is no such URL; a prefix without `/` at its end, empty where there is none */
export function s3Place(url: string): { readonly bucket: string; readonly prefix: string } | undefined {
  const [, bucket = '', rest = ''] = /^s3:\/\/([^/]*)(?:\/(.*))?$/s.exec(url) ?? [];
  const prefix = rest.replace(/\/$/, '');
  return BUCKET.test(bucket) && (prefix === '' || isPath(prefix)) ? { bucket, prefix } : undefined;
}

/** Whether it is an address that holds no password. */
export function isEndpoint(given: string): boolean {
  if (!/^https?:\/\//i.test(given) || !URL.canParse(given)) return false;
  const { username, password, search, hash } = new URL(given);
  return `${username}${password}${search}${hash}` === '';
}
