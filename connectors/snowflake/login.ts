import { createPrivateKey } from 'node:crypto';
import type { ConnectionOptions } from 'snowflake-sdk';
import { TidemarkError } from '../../src/base/errors.ts';
import { resolveSecret, type Secret } from '../../src/source/secret.ts';
import { quotedName } from './quote.ts';
import { foldedName } from './reference.ts';
import type { SnowflakeSettings } from './settings.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * How to connect and log in.
 * @param variables the environment, where secrets are
 * @throws config-invalid where a secret is not set, or is no private key; the message never shows it
 */
export function connectionOptions(settings: SnowflakeSettings, variables: Variables): ConnectionOptions {
  const { account, user, warehouse, database, schema, role, accessUrl } = settings;
  return {
    ...OPTIONS,
    account,
    username: user,
    warehouse: identifier(warehouse),
    database: identifier(database),
    schema: identifier(schema),
    ...(role === undefined ? {} : { role: identifier(role) }),
    ...(accessUrl === undefined ? {} : { accessUrl: accessUrl.replace(/\/$/, '') }),
    ...credentials(settings, variables),
  };
}

const OPTIONS: ConnectionOptions = {
  application: 'tidemark',
  // Without a heartbeat a session ends after four hours, also under a reader who is slow.
  clientSessionKeepAlive: true,
  validateDefaultParameters: true,
  // What never answered is most likely a wrong address: three attempts more, some seconds apart.
  sfRetryMaxLoginRetries: 3,
  rowStreamHighWaterMark: 256,
  representNullAsStringNull: false,
};

function credentials(settings: SnowflakeSettings, variables: Variables): ConnectionOptions {
  const resolve = (secret: Secret, setting: string) =>
    resolveSecret(secret, `Snowflake ${setting}`, variables);
  const { privateKey, privateKeyPassphrase, password, oauthToken, accessToken } = settings;
  if (privateKey) {
    const passphrase = privateKeyPassphrase && resolve(privateKeyPassphrase, 'privateKeyPassphrase');
    const pem = resolve(privateKey, 'privateKey');
    return { authenticator: 'SNOWFLAKE_JWT', privateKey: plainKey(pem, passphrase, privateKey.env) };
  }
  if (oauthToken) return { authenticator: 'OAUTH', token: resolve(oauthToken, 'oauthToken') };
  if (accessToken) {
    return { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: resolve(accessToken, 'accessToken') };
  }
  return { authenticator: 'SNOWFLAKE', password: password ? resolve(password, 'password') : '' };
}

/** Decrypted here, since the client takes an encrypted key from a file only. The cause is left out: it may quote the key. */
function plainKey(pem: string, passphrase: string | undefined, variable: string): string {
  try {
    // A variable of one line has its line feeds written as \n.
    const key = pem.replaceAll('\\n', '\n');
    return createPrivateKey({ key, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) })
      .export({ format: 'pem', type: 'pkcs8' })
      .toString();
  } catch {
    const encrypted = /ENCRYPTED/.test(pem);
    throw new TidemarkError(
      'config-invalid',
      encrypted
        ? `Snowflake privateKey: the key in the environment variable ${variable} is encrypted, and ${passphrase === undefined ? 'there is no privateKeyPassphrase' : 'privateKeyPassphrase does not open it'}.`
        : `Snowflake privateKey: the environment variable ${variable} holds no private key in PEM (-----BEGIN PRIVATE KEY-----).`,
    );
  }
}

/** The login reads names as SQL does. In double quotes only where it must be: what is plain is read alike everywhere. */
function identifier(name: string): string {
  const folded = foldedName(name);
  return /^[A-Z_][A-Z0-9_$]*$/.test(folded) ? folded : quotedName(folded);
}
