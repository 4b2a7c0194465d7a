import path from 'node:path';
import { expect, test } from 'vitest';
import {
  file,
  folder,
  inEnvironment,
  look,
  pool,
  SERVICE_ACCOUNT,
  type Settings,
  USER,
  useGoogle,
} from './bigquery-credentials.ts';

const google = useGoogle();

/** Which servers were asked, for whom, and with which token BigQuery was in the end. */
async function way(changes: Settings): Promise<string[]> {
  expect(await look(google().url, changes)).toEqual([{ name: 'id', native: 'INT64' }]);
  const asked = google()
    .asked()
    .map(({ url, authorization }) =>
      url.includes('/bigquery/v2/') ? `BigQuery: ${authorization}` : (url.split('.googleapis.com')[0] ?? ''),
    );
  // BigQuery is asked when connecting, and for the columns.
  expect(asked.slice(-2)[0]).toBe(asked.at(-1));
  return asked.slice(0, -1);
}

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
  expect(
    await look(google().url, { ...own(), impersonate: 'target@test.iam.gserviceaccount.com' }),
  ).toHaveLength(1);
  const asked = google().asked();
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
  await look(google().url, { accessToken: inEnvironment('token-of-mine'), impersonate });
  const [impersonation, api] = google().asked();
  expect(JSON.parse(impersonation?.body ?? '')).toMatchObject({ delegates: ['one@x.iam', 'two@x.iam'] });
  expect(api?.authorization).toBe('Bearer token-of-last');
});
