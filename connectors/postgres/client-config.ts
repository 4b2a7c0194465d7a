import type { ClientConfig } from 'pg';
import { serverAddress } from '../../src/source/server-address.ts';
import { tlsOptions } from '../server-tls.ts';
import { POSTGRES, type PostgresSettings } from './settings.ts';

const CONNECT_TIMEOUT_MS = 20_000;

/**
 * How to connect: every setting is said, so that none comes from PGHOST and its like; but for a password that is
 * not said, which the client looks for in PGPASSWORD and ~/.pgpass, as psql does.
 * @param folder where a relative path starts from
 * @throws config-invalid, without the secret
 */
export function clientConfig(settings: PostgresSettings, folder: string): ClientConfig {
  const { ssl, ...target } = serverAddress(settings, POSTGRES, process.env);
  return {
    ...target,
    ssl: tlsOptions(ssl, settings.ca, folder) ?? false,
    application_name: 'tidemark',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  };
}
