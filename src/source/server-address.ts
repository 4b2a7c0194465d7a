import { TidemarkError } from '../base/errors.ts';
import { resolveSecret } from './secret.ts';
import type { ServerSettings, Ssl } from './server-settings.ts';

/** Where a server is, and as whom to ask it. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Empty where there is none. */
  readonly password: string;
  readonly ssl: Ssl;
}

/** How servers of a kind are called: `{ name: 'Postgres', protocols: ['postgres', 'postgresql'], port: 5432 }`. */
export interface ServerKind {
  readonly name: string;
  /** The first is the one that messages show. */
  readonly protocols: readonly string[];
  readonly port: number;
}

/** `sslmode` as in a Postgres URL. */
const SSL_MODES: Readonly<Record<string, Ssl>> = {
  disable: 'disable',
  require: 'require',
  'verify-full': 'verify',
};

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The address that the settings mean.
 * @param variables the environment, where secrets are
 * @throws config-invalid where a variable is not set or holds no such URL; the message never shows it
 */
export function serverAddress(
  settings: ServerSettings,
  kind: ServerKind,
  variables: Variables,
): ServerAddress {
  if (settings.url) {
    const { env } = settings.url;
    const address = parseUrl(resolveSecret(settings.url, `${kind.name} url`, variables), env, kind);
    return { ...address, ssl: settings.ssl ?? address.ssl };
  }
  const { host = '', port = kind.port, database = '', user = '', ssl = 'disable' } = settings;
  const password = settings.password
    ? resolveSecret(settings.password, `${kind.name} password`, variables)
    : '';
  return { host, port, database, user, password, ssl };
}

/**
 * Where and as whom, by which one warehouse's digests are told from another's: rights by row show one user what
 * they hide from another. No secret.
 */
export function warehouseOf(settings: ServerSettings, kind: ServerKind, variables: Variables): string {
  const { host, port, database, user } = serverAddress(settings, kind, variables);
  return `${kind.protocols[0]}://${user}@${host}:${port}/${database}`;
}

/** The parser's own errors are left out as causes: they hold the URL. */
function parseUrl(text: string, variable: string, { name, protocols, port }: ServerKind): ServerAddress {
  const refused = (reason: string) =>
    new TidemarkError(
      'config-invalid',
      `The environment variable ${variable} is not a ${name} URL: ${reason}; expected ${protocols[0]}://USER:PASSWORD@HOST:PORT/DATABASE, ` +
        'with special characters percent-encoded.',
    );
  if (!URL.canParse(text)) throw refused('it cannot be parsed');
  const url = new URL(text);
  if (!protocols.includes(url.protocol.slice(0, -1))) {
    throw refused(`it does not begin with ${protocols.map((p) => `${p}://`).join(' or ')}`);
  }
  const unknown = [...url.searchParams.keys()].find((key) => !['sslmode', 'host'].includes(key));
  if (unknown !== undefined) throw refused(`it has the parameter "${unknown}", which has no meaning here`);
  const mode = url.searchParams.get('sslmode') ?? 'disable';
  const ssl = SSL_MODES[mode];
  if (ssl === undefined) throw refused(`its sslmode is none of ${Object.keys(SSL_MODES).join(', ')}`);
  const decoded = (part: string) => {
    try {
      return decodeURIComponent(part);
    } catch {
      throw refused('it is wrongly percent-encoded');
    }
  };
  const host = url.searchParams.get('host') ?? decoded(url.hostname.replace(/^\[(.*)\]$/, '$1'));
  const [database, user] = [decoded(url.pathname.slice(1)), decoded(url.username)];
  if (!host || !database || !user) throw refused('it lacks the host, the database or the user');
  return { host, port: Number(url.port || port), database, user, password: decoded(url.password), ssl };
}
