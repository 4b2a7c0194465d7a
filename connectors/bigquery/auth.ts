import path from 'node:path';
import type { BigQueryOptions } from '@google-cloud/bigquery';
import { GoogleAuth, Impersonated, OAuth2Client } from 'google-auth-library';
import { TidemarkError } from '../../src/base/errors.ts';
import { resolveSecret, type Secret } from '../../src/source/secret.ts';
import type { BigquerySettings } from './settings.ts';

type Credentials = Pick<BigQueryOptions, 'keyFilename' | 'credentials' | 'authClient'>;

/** As whom the API is asked, and what is asked for when another account's token is. */
const SCOPE = 'https://www.googleapis.com/auth/bigquery';
const ANY_SCOPE = 'https://www.googleapis.com/auth/cloud-platform';

/**
 * What the settings say of who asks, as the client takes it; nothing for application default credentials.
 * @param folder that a relative path starts from
 */
export async function credentialsOf(settings: BigquerySettings, folder: string): Promise<Credentials> {
  const own = ownCredentials(settings, folder);
  if (settings.impersonate === undefined) return own;
  const chain = [settings.impersonate].flat();
  const sourceClient = own.authClient ?? (await new GoogleAuth({ ...own, scopes: ANY_SCOPE }).getClient());
  const client = new Impersonated({
    sourceClient: sourceClient as OAuth2Client,
    targetPrincipal: chain.at(-1) ?? '',
    delegates: chain.slice(0, -1),
    targetScopes: [SCOPE],
  });
  return { authClient: client as NonNullable<BigQueryOptions['authClient']> };
}

function ownCredentials({ keyFile, key, accessToken }: BigquerySettings, folder: string): Credentials {
  if (keyFile !== undefined) return { keyFilename: path.resolve(folder, keyFile) };
  if (key !== undefined) return { credentials: parseKey(key) };
  if (accessToken === undefined) return {};
  const client = new OAuth2Client();
  client.setCredentials({ access_token: resolveSecret(accessToken, 'BigQuery accessToken', process.env) });
  return { authClient: client as NonNullable<BigQueryOptions['authClient']> };
}

/** The parser's own error is left out: it quotes the text. */
function parseKey(key: Secret): NonNullable<BigQueryOptions['credentials']> {
  const text = resolveSecret(key, 'BigQuery key', process.env);
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch {
    // Told below.
  }
  throw new TidemarkError(
    'config-invalid',
    `The environment variable ${key.env} does not hold the JSON of a key.`,
  );
}
