import { inspect } from 'node:util';
import type { BigQueryOptions } from '@google-cloud/bigquery';
import { expect, test } from 'vitest';
import { credentialsOf } from '../../connectors/bigquery/auth.ts';
import { createClient } from '../../connectors/bigquery/client.ts';
import type { BigquerySettings } from '../../connectors/bigquery/settings.ts';
import { CALL } from '../conformance/bench.ts';
import {
  file,
  folder,
  inEnvironment,
  look,
  pool,
  privateKey,
  SECRETS,
  SERVICE_ACCOUNT,
  type Settings,
  USER,
  useGoogle,
} from './bigquery-credentials.ts';

const google = useGoogle();

test.each([
  ['a service account', SERVICE_ACCOUNT],
  ['a user', USER],
])('a server that gives %s no token for now is another thing than a refusal', async (_, key) => {
  google().refuse({ status: 503, body: { error: 'unavailable' } });
  const settings = { key: inEnvironment(key) } as BigquerySettings;
  const options = {
    ...(await credentialsOf(settings, folder)),
    projectId: 'test',
    apiEndpoint: google().url,
  };
  const client = createClient(options as BigQueryOptions, { retries: 0, firstPauseMs: 1, timeoutMs: 10_000 });
  const { signal } = CALL;
  const request = { method: 'GET', path: 'datasets/d/tables/t' } as const;
  const error = await client.request(request, signal).catch((e: unknown) => e);
  expect(error).toMatchObject({ kind: 'transient', message: expect.stringMatching(/\w/) });
  google().refuse(undefined);
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
  if (status !== 200) google().refuse({ status, body });
  const error = await look(google().url, settings()).catch((e: unknown) => e);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  const everything = inspect(error, { depth: Infinity, showHidden: true, maxStringLength: Infinity });
  const assertions = google()
    .asked()
    .flatMap(({ body: sent }) => new URLSearchParams(sent).get('assertion') ?? []);
  expect(assertions).toHaveLength(about === 'a refused key' ? 1 : 0);
  for (const secret of [...SECRETS, ...assertions]) expect(everything).not.toContain(secret);
  expect(everything).not.toMatch(/MII[A-Za-z]/);
});
