import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { snowflakeSettings } from '../../connectors/snowflake/settings.ts';
import { CALL } from '../conformance/bench.ts';
import { type TestAccount, testAccount } from './snowflake-account.ts';

const PASSPHRASE = 'p4ss-of-the-key';

function keyPair(passphrase?: string) {
  const cipher = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', ...cipher },
  });
}

/** Logs in, asks something, and gives the request that the stand-in took. */
async function logIn(account: TestAccount, login: object) {
  const driver = await (await account.source(login)).connect();
  try {
    expect(await driver.version(CALL)).toMatch(/^\d+\./);
  } finally {
    await driver.close();
  }
  const [request] = await account.logins();
  return request;
}

/** What connecting ends with, checked not to hold any of the texts. */
async function refusal(account: TestAccount, login: object, secrets: readonly string[]) {
  const source = await account.source(login);
  const error = await source.connect().then(
    () => 'connected',
    (refused: unknown) => refused,
  );
  const shown = inspect(error, { depth: Infinity, showHidden: true, maxStringLength: Infinity });
  for (const secret of secrets) expect(shown).not.toContain(secret);
  return error;
}

test('logs in by a password', async () => {
  const account = await testAccount({ password: 's3cret' });
  const request = await logIn(account, { password: account.secret('s3cret') });
  expect(request?.data).toMatchObject({ LOGIN_NAME: account.user, PASSWORD: 's3cret' });
});

test('says which account, warehouse, role, database and schema, as SQL would fold them', async () => {
  const account = await testAccount({ password: 's3cret' });
  const request = await logIn(account, {
    password: account.secret('s3cret'),
    role: '"Read only"',
    schema: 'sales',
  });
  expect(request?.data).toMatchObject({
    ACCOUNT_NAME: 'standin',
    CLIENT_ENVIRONMENT: { APPLICATION: 'tidemark' },
  });
  expect(request?.query).toMatchObject({
    warehouse: 'WH',
    databaseName: account.database,
    schemaName: 'SALES',
    roleName: '"Read only"',
  });
});

test('logs in by a key pair, whose key is plain, or in one line', async () => {
  const { publicKey, privateKey } = keyPair();
  const account = await testAccount({ publicKey });
  for (const written of [privateKey, privateKey.replaceAll('\n', '\\n')]) {
    const request = await logIn(account, { privateKey: account.secret(written) });
    expect(request?.data).toMatchObject({ AUTHENTICATOR: 'SNOWFLAKE_JWT', LOGIN_NAME: account.user });
    expect(JSON.stringify(request)).not.toContain('PRIVATE KEY');
  }
});

test('logs in by a key pair, whose key is encrypted', async () => {
  const { publicKey, privateKey } = keyPair(PASSPHRASE);
  const account = await testAccount({ publicKey });
  expect(privateKey).toMatch(/ENCRYPTED/);
  const login = { privateKey: account.secret(privateKey) };
  const request = await logIn(account, { ...login, privateKeyPassphrase: account.secret(PASSPHRASE) });
  expect(request?.data).toMatchObject({ AUTHENTICATOR: 'SNOWFLAKE_JWT' });

  const body = privateKey.split('\n')[3] ?? '';
  const wrong = { ...login, privateKeyPassphrase: account.secret('another-phrase') };
  expect(await refusal(account, wrong, [body, 'another-phrase'])).toMatchObject({
    code: 'config-invalid',
    message: expect.stringContaining('does not open it'),
  });
  expect(await refusal(account, login, [body])).toMatchObject({
    code: 'config-invalid',
    message: expect.stringContaining('there is no privateKeyPassphrase'),
  });
});

test('refuses what is no private key, without showing it', async () => {
  const account = await testAccount({});
  expect(await refusal(account, { privateKey: account.secret('not-a-key') }, ['not-a-key'])).toMatchObject({
    code: 'config-invalid',
    message: expect.stringContaining('no private key in PEM'),
  });
});

test('a key that is not the user’s is denied, and not tried again', async () => {
  const account = await testAccount({ publicKey: keyPair().publicKey });
  const { privateKey } = keyPair();
  const login = { privateKey: account.secret(privateKey) };
  expect(await refusal(account, login, [privateKey.split('\n')[3] ?? ''])).toMatchObject({
    code: 'source-denied',
  });
  expect(await account.logins()).toHaveLength(1);
});

test('logs in by an OAuth token, and by a programmatic access token', async () => {
  const account = await testAccount({ oauthToken: 'oauth-t0ken', accessToken: 'pat-t0ken' });
  await logIn(account, { oauthToken: account.secret('oauth-t0ken') });
  await logIn(account, { accessToken: account.secret('pat-t0ken') });
  const requests = await account.logins();
  expect(requests.map(({ data }) => [data['AUTHENTICATOR'], data['TOKEN'], data['PASSWORD']])).toEqual([
    ['OAUTH', 'oauth-t0ken', undefined],
    ['PROGRAMMATIC_ACCESS_TOKEN', 'pat-t0ken', undefined],
  ]);
  for (const way of ['oauthToken', 'accessToken']) {
    const wrong = { [way]: account.secret('wr0ng-token') };
    expect(await refusal(account, wrong, ['wr0ng-token'])).toMatchObject({ code: 'source-denied' });
  }
  expect(await account.logins()).toHaveLength(4);
});

test('a login that the service does not answer is tried again, with pauses', async () => {
  const account = await testAccount({ password: 's3cret' });
  await account.control({ do: 'fault', kind: `login ${account.user}`, statuses: [503, 502] });
  await logIn(account, { password: account.secret('s3cret') });
});

test('settings that compete, or say too little, are refused', () => {
  const base = { type: 'snowflake', account: 'acme-prod', user: 'T', warehouse: 'WH', database: 'SHOP' };
  const message = (changes: object) =>
    snowflakeSettings
      .safeParse({ ...base, ...changes })
      .error?.issues.map((i) => i.message)
      .join('; ');
  const secret = { env: 'X' };
  expect(message({ password: secret })).toBeUndefined();
  expect(message({ privateKey: secret, privateKeyPassphrase: secret })).toBeUndefined();
  expect(message({})).toContain('one of privateKey, password, oauthToken, accessToken');
  expect(message({ privateKey: secret, password: secret })).toContain(
    'there are privateKey and password: keep one of them',
  );
  expect(message({ oauthToken: secret, accessToken: secret, password: secret })).toContain(
    'password and oauthToken and accessToken',
  );
  expect(message({ password: secret, privateKeyPassphrase: secret })).toContain('is for a privateKey');
  expect(message({ password: 'in clear' })).toContain('a secret does not stand in the config');
  expect(message({ password: secret, account: 'https://x' })).toContain('account identifier');
  expect(message({ password: secret, statementTimeout: 'soon' })).toContain('duration');
  expect(snowflakeSettings.parse({ ...base, password: secret }).schema).toBe('PUBLIC');
});
