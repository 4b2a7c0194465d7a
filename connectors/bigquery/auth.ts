import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BigQueryOptions } from '@google-cloud/bigquery';
import { GoogleAuth, Impersonated, OAuth2Client } from 'google-auth-library';
import { TidemarkError } from '../../src/base/errors.ts';
import { resolveSecret } from '../../src/source/secret.ts';
import { RequestError } from './errors.ts';
import type { BigquerySettings } from './settings.ts';

export type Credentials = Pick<BigQueryOptions, 'credentials' | 'authClient'>;

/** As whom the API is asked, and what is asked for when another account's token is. */
const SCOPE = 'https://www.googleapis.com/auth/bigquery';
const ANY_SCOPE = 'https://www.googleapis.com/auth/cloud-platform';

/**
 * What the settings say of who asks, as the client takes it; nothing for application default credentials.
 * @param folder that a relative path starts from
 */
export async function credentialsOf(settings: BigquerySettings, folder: string): Promise<Credentials> {
  const own = await ownCredentials(settings, folder);
  if (settings.impersonate === undefined) return own;
  const chain = [settings.impersonate].flat();
  const sourceClient = own.authClient ?? (await clientOf(own));
  const client = new Impersonated({
    sourceClient: sourceClient as OAuth2Client,
    targetPrincipal: chain.at(-1) ?? '',
    delegates: chain.slice(0, -1),
    targetScopes: [SCOPE],
  });
  return { authClient: client as NonNullable<BigQueryOptions['authClient']> };
}

async function clientOf(own: Credentials) {
  try {
    return await new GoogleAuth({ ...own, scopes: ANY_SCOPE }).getClient();
  } catch (error) {
    throw new RequestError(error);
  }
}

async function ownCredentials(
  { keyFile, key, accessToken }: BigquerySettings,
  folder: string,
): Promise<Credentials> {
  if (keyFile !== undefined) return { credentials: await readKey(path.resolve(folder, keyFile)) };
  if (key !== undefined) {
    const text = resolveSecret(key, 'BigQuery key', process.env);
    return { credentials: parseKey(text, `The environment variable ${key.env}`) };
  }
  if (accessToken === undefined) return {};
  const client = new OAuth2Client();
  client.setCredentials({ access_token: resolveSecret(accessToken, 'BigQuery accessToken', process.env) });
  return { authClient: client as NonNullable<BigQueryOptions['authClient']> };
}

/** The library would ask without a token where the file is not JSON. */
async function readKey(file: string) {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new TidemarkError('config-invalid', `BigQuery keyFile: ${file} cannot be read: ${error.code}.`);
  });
  return parseKey(text, `BigQuery keyFile: ${file}`);
}

/** The parser's own error is left out: it quotes the text. */
function parseKey(text: string, holder: string): NonNullable<BigQueryOptions['credentials']> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch {
    // Told below.
  }
  throw new TidemarkError('config-invalid', `${holder} does not hold the JSON of a key.`);
}
