import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ClientConfig } from 'pg';
import { TidemarkError } from '../../src/base/errors.ts';
import { resolveSecret } from '../../src/source/secret.ts';
import type { PostgresSettings } from './settings.ts';

type Ssl = NonNullable<PostgresSettings['ssl']>;

const SSL_MODES: Readonly<Record<string, Ssl>> = {
  disable: 'disable',
  require: 'require',
  'verify-full': 'verify',
};

const CONNECT_TIMEOUT_MS = 20_000;

interface Target {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ssl: Ssl | undefined;
}

/**
 * How to connect: every setting is said, so that none comes from PGHOST and its like.
 * @param folder where a relative path starts from
 * @throws config-invalid, without the secret
 */
export function clientConfig(settings: PostgresSettings, folder: string): ClientConfig {
  const { ssl = 'disable', ...target } = targetOf(settings);
  return {
    ...target,
    ssl: sslOptions(settings.ssl ?? ssl, settings.ca, folder),
    application_name: 'tidemark',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    options: '',
  };
}

/** Host, port and database, by which digests of one warehouse are told from another's; never the user or a secret. */
export function warehouseOf(settings: PostgresSettings): string {
  const { host, port, database } = targetOf(settings);
  return `postgres://${host}:${port}/${database}`;
}

function targetOf(settings: PostgresSettings): Target {
  return settings.url
    ? fromUrl(resolveSecret(settings.url, 'Postgres url', process.env), settings.url.env)
    : fromSettings(settings);
}

function fromSettings(settings: PostgresSettings): Target {
  const { host = '', port = 5432, database = '', user = '', ssl } = settings;
  const password = settings.password
    ? resolveSecret(settings.password, 'Postgres password', process.env)
    : '';
  return { host, port, database, user, password, ssl };
}

/** The parser's own error is left out as a cause: it holds the URL. */
function fromUrl(text: string, variable: string): Target {
  const refused = (reason: string) =>
    new TidemarkError(
      'config-invalid',
      `The environment variable ${variable} is not a Postgres URL: ${reason}; expected postgres://USER:PASSWORD@HOST:PORT/DATABASE.`,
    );
  if (!URL.canParse(text)) throw refused('it cannot be parsed (special characters must be percent-encoded)');
  const url = new URL(text);
  if (!/^postgres(ql)?:$/.test(url.protocol)) throw refused('it does not begin with postgres://');
  const unknown = [...url.searchParams.keys()].find((key) => !['sslmode', 'host'].includes(key));
  if (unknown !== undefined) throw refused(`it has the parameter "${unknown}", which has no meaning here`);
  const mode = url.searchParams.get('sslmode');
  if (mode !== null && SSL_MODES[mode] === undefined) {
    throw refused(`its sslmode is none of ${Object.keys(SSL_MODES).join(', ')}`);
  }
  const host = url.searchParams.get('host') ?? url.hostname.replace(/^\[(.*)\]$/, '$1');
  const [database, user, password] = [url.pathname.slice(1), url.username, url.password].map(
    decodeURIComponent,
  );
  if (!host || !database || !user) throw refused('it lacks the host, the database or the user');
  return {
    host: decodeURIComponent(host),
    port: Number(url.port || 5432),
    database,
    user,
    password: password ?? '',
    ssl: mode === null ? undefined : SSL_MODES[mode],
  };
}

function sslOptions(mode: Ssl, ca: string | undefined, folder: string): ClientConfig['ssl'] {
  if (mode === 'disable') return false;
  if (mode === 'require') return { rejectUnauthorized: false };
  if (ca === undefined) return { rejectUnauthorized: true };
  const file = path.resolve(folder, ca);
  try {
    return { rejectUnauthorized: true, ca: readFileSync(file, 'utf8') };
  } catch (cause) {
    throw new TidemarkError('config-invalid', `Postgres: the CA file ${file} cannot be read.`, { cause });
  }
}
