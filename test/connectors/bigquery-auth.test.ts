import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import type { BigQueryOptions } from '@google-cloud/bigquery';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { credentialsOf } from '../../connectors/bigquery/auth.ts';
import { createClient } from '../../connectors/bigquery/client.ts';
import type { BigquerySettings } from '../../connectors/bigquery/settings.ts';
import { openSource, type SourceSettings } from '../../src/main/connectors.ts';
import { CALL } from '../conformance/bench.ts';
import { startGoogle } from './google-servers.ts';

type Settings = Partial<SourceSettings & { type: 'bigquery' }>;

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const SECRETS = [
  'subject-s3cret',
  'client-s3cret',
  'refresh-s3cret',
  'token-of-',
  ...privateKey.split('\n').slice(1, -2),
];

const SERVICE_ACCOUNT = {
  type: 'service_account',
  project_id: 'test',
  private_key_id: 'id',
  private_key: privateKey,
  client_email: 'robot@test.iam.gserviceaccount.com',
  client_id: '1',
  token_uri: 'https://oauth2.googleapis.com/token',
};
const USER = {
  type: 'authorized_user',
  client_id: 'c',
  client_secret: 'client-s3cret',
  refresh_token: 'refresh-s3cret',
};
const IDENTITY_POOL = {
  type: 'external_account',
  audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/x',
  subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
  token_url: 'https://sts.googleapis.com/v1/token',
};

const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-test-'));
const file = (name: string, content: unknown) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(path.join(folder, name), text);
  return name;
};
let google: Awaited<ReturnType<typeof startGoogle>>;

beforeAll(async () => {
  google = await startGoogle(folder);
  process.env['HTTPS_PROXY'] = google.url;
  // The certificate is made by the test.
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  // Nothing of this machine's own.
  process.env['CLOUDSDK_CONFIG'] = path.join(folder, 'none');
  process.env['METADATA_SERVER_DETECTION'] = 'none';
});
beforeEach(() => {
  delete process.env['GOOGLE_APPLICATION_CREDENTIALS'];
  google.refuse(undefined);
  google.asked();
});
afterAll(() => {
  google.stop();
  rmSync(folder, { recursive: true });
});

/** Looks at a table, once. */
async function look(changes: Settings): Promise<unknown> {
  const place = {
    project: 'test',
    location: 'US',
    dataset: 'd',
    apiEndpoint: google.url,
    maxBytesBilled: '1GiB',
  };
  const settings = { type: 'bigquery', ...place, ...changes } as SourceSettings;
  const { connect } = await openSource('shop', settings, { folder });
  return (await connect()).columns('t', CALL);
}

/** Which servers were asked, for whom, and with which token BigQuery was in the end. */
async function way(changes: Settings): Promise<string[]> {
  expect(await look(changes)).toEqual([{ name: 'id', native: 'INT64' }]);
  return google
    .asked()
    .map(({ url, authorization }) =>
      url.includes('/bigquery/v2/') ? `BigQuery: ${authorization}` : (url.split('.googleapis.com')[0] ?? ''),
    );
}

const inEnvironment = (value: unknown) => {
  process.env['TIDEMARK_TEST_KEY'] = typeof value === 'string' ? value : JSON.stringify(value);
  return { env: 'TIDEMARK_TEST_KEY' };
};
const pool = () => {
  file('subject', 'subject-s3cret');
  return { ...IDENTITY_POOL, credential_source: { file: path.join(folder, 'subject') } };
};

test('a service account’s key, from a file or the environment, gives the token', async () => {
  const keyFile = file('key.json', SERVICE_ACCOUNT);
  const expected = ['oauth2', 'BigQuery: Bearer token-of-oauth2'];
  expect(await way({ keyFile })).toEqual(expected);
  expect(await way({ keyFile: path.join(folder, keyFile) })).toEqual(expected);
  expect(await way({ key: inEnvironment(SERVICE_ACCOUNT) })).toEqual(expected);
});

test('a user’s key gives the token', async () => {
  const expected = ['oauth2', 'BigQuery: Bearer token-of-oauth2'];
  expect(await way({ key: inEnvironment(USER) })).toEqual(expected);
  expect(await way({ keyFile: file('user.json', USER) })).toEqual(expected);
});

test('workload identity federation gives the token', async () => {
  const expected = ['sts', 'BigQuery: Bearer token-of-sts'];
  expect(await way({ keyFile: file('pool.json', pool()) })).toEqual(expected);
  expect(await way({ key: inEnvironment(pool()) })).toEqual(expected);
});

test('an access token is passed on as it is', async () => {
  expect(await way({ accessToken: inEnvironment('token-of-mine') })).toEqual([
    'BigQuery: Bearer token-of-mine',
  ]);
});

test('without any, application default credentials are taken', async () => {
  process.env['GOOGLE_APPLICATION_CREDENTIALS'] = path.join(folder, file('adc.json', pool()));
  expect(await way({})).toEqual(['sts', 'BigQuery: Bearer token-of-sts']);
});

test.each([
  ['a key', () => ({ key: inEnvironment(SERVICE_ACCOUNT) }), 'oauth2', 'token-of-oauth2'],
  ['a file', () => ({ keyFile: file('pool.json', pool()) }), 'sts', 'token-of-sts'],
  ['a token', () => ({ accessToken: inEnvironment('token-of-mine') }), undefined, 'token-of-mine'],
] as const)('an account is impersonated with %s', async (_, own, server, token) => {
  expect(await look({ ...own(), impersonate: 'target@test.iam.gserviceaccount.com' })).toHaveLength(1);
  const asked = google.asked();
  const [impersonation] = asked.filter(({ url }) => url.startsWith('iamcredentials'));
  expect(impersonation).toMatchObject({
    url: 'iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/target@test.iam.gserviceaccount.com:generateAccessToken',
    authorization: `Bearer ${token}`,
  });
  expect(JSON.parse(impersonation?.body ?? '')).toMatchObject({
    delegates: [],
    scope: ['https://www.googleapis.com/auth/bigquery'],
  });
  expect(asked.at(-1)?.authorization).toBe('Bearer token-of-target');
  if (server !== undefined) expect(asked[0]?.url).toMatch(new RegExp(`^${server}\\.`));
});

test('a chain of accounts ends with the one to act as', async () => {
  const impersonate = ['one@x.iam', 'two@x.iam', 'last@x.iam'];
  await look({ accessToken: inEnvironment('token-of-mine'), impersonate });
  const [impersonation, api] = google.asked();
  expect(JSON.parse(impersonation?.body ?? '')).toMatchObject({ delegates: ['one@x.iam', 'two@x.iam'] });
  expect(api?.authorization).toBe('Bearer token-of-last');
});

test.each([
  ['a service account', SERVICE_ACCOUNT],
  ['a user', USER],
])('a server that gives %s no token for now is another thing than a refusal', async (_, key) => {
  google.refuse({ status: 503, body: { error: 'unavailable' } });
  const settings = { key: inEnvironment(key) } as BigquerySettings;
  const options = { ...(await credentialsOf(settings, folder)), projectId: 'test', apiEndpoint: google.url };
  const client = createClient(options as BigQueryOptions, { retries: 0, firstPauseMs: 1, timeoutMs: 10_000 });
  const { signal } = CALL;
  const request = { method: 'GET', path: 'datasets/d/tables/t' } as const;
  const error = await client.request(request, signal).catch((e: unknown) => e);
  expect(error).toMatchObject({ kind: 'transient', message: expect.stringMatching(/\w/) });
  google.refuse(undefined);
  expect(await client.request(request, signal)).toMatchObject({ id: 't' });
});

const oauthError = { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' };
const stsError = { error: 'invalid_grant', error_description: 'The assertion has expired.' };
const iamError = {
  error: { code: 403, message: 'Permission denied on target', status: 'PERMISSION_DENIED' },
};
const broken = { ...SERVICE_ACCOUNT, private_key: privateKey.slice(0, 400) };

test.each<[string, () => Settings, unknown, number, string, RegExp]>([
  [
    'a refused key',
    () => ({ key: inEnvironment(SERVICE_ACCOUNT) }),
    oauthError,
    400,
    'source-denied',
    /invalid_grant.*keyFile/,
  ],
  [
    'a refused user',
    () => ({ key: inEnvironment(USER) }),
    oauthError,
    400,
    'source-denied',
    /invalid_grant.*keyFile/,
  ],
  [
    'a refused identity',
    () => ({ key: inEnvironment(pool()) }),
    stsError,
    400,
    'source-denied',
    /invalid_grant.*keyFile/,
  ],
  [
    'a refused impersonation',
    () => ({ accessToken: inEnvironment('token-of-mine'), impersonate: 'a@b.iam' }),
    iamError,
    403,
    'source-denied',
    /unable to impersonate.*Permission denied/,
  ],
  ['a broken key', () => ({ key: inEnvironment(broken) }), {}, 200, 'source-denied', /keyFile/],
  [
    'half a key',
    () => ({ key: inEnvironment({ type: 'service_account', private_key: privateKey }) }),
    {},
    200,
    'source-denied',
    /client_email.*keyFile/,
  ],
  [
    'a key of no type',
    () => ({ key: inEnvironment({ private_key: privateKey }) }),
    {},
    200,
    'source-denied',
    /keyFile/,
  ],
  [
    'a key file that is none',
    () => ({ keyFile: file('key.pem', privateKey) }),
    {},
    200,
    'config-invalid',
    /keyFile: .* JSON/,
  ],
  [
    'a broken key file',
    () => ({ keyFile: file('cut.json', `{"a" "${privateKey.replaceAll('\n', '')}"}`) }),
    {},
    200,
    'config-invalid',
    /keyFile: .* JSON/,
  ],
  [
    'a key that is none',
    () => ({ key: inEnvironment(privateKey) }),
    {},
    200,
    'config-invalid',
    /TIDEMARK_TEST_KEY/,
  ],
  [
    'no key file',
    () => ({ keyFile: 'nowhere.json' }),
    {},
    200,
    'config-invalid',
    /nowhere\.json cannot be read/,
  ],
  ['no credentials', () => ({}), {}, 200, 'source-denied', /default credentials/],
  [
    'no credentials to impersonate with',
    () => ({ impersonate: 'a@b.iam' }),
    {},
    200,
    'source-denied',
    /default credentials/,
  ],
  [
    'a key file that is none, to impersonate with',
    () => ({ keyFile: file('key.pem', privateKey), impersonate: 'a@b.iam' }),
    {},
    200,
    'config-invalid',
    /keyFile: .* JSON/,
  ],
  [
    'no token',
    () => ({ accessToken: { env: 'TIDEMARK_TEST_UNSET' } }),
    {},
    200,
    'config-invalid',
    /TIDEMARK_TEST_UNSET/,
  ],
])('%s is told without a secret', async (about, settings, body, status, code, message) => {
  if (status !== 200) google.refuse({ status, body });
  const error = await look(settings()).catch((e: unknown) => e);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  const everything = inspect(error, { depth: Infinity, showHidden: true, maxStringLength: Infinity });
  const assertions = google
    .asked()
    .flatMap(({ body: sent }) => new URLSearchParams(sent).get('assertion') ?? []);
  expect(assertions).toHaveLength(about === 'a refused key' ? 1 : 0);
  for (const secret of [...SECRETS, ...assertions]) expect(everything).not.toContain(secret);
  expect(everything).not.toMatch(/MII[A-Za-z]/);
});
