import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { connector } from '../../connectors/snowflake/index.ts';
import { snowflakeSettings } from '../../connectors/snowflake/settings.ts';
import { openSource } from '../../src/main/connectors.ts';
import type { Source } from '../../src/scan/dataset.ts';
import { snowflakeControl } from '../services/snowflake.ts';

interface LoginRequest {
  readonly query: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A user of the stand-in with a database of its own, and sources that log in as it. */
export interface TestAccount {
  readonly user: string;
  readonly database: string;
  /** A setting that holds the secret, which is put into the environment. */
  secret(value: string): { env: string };
  /** Settings as a config has them, parsed. @param login how to log in, and whatever else differs */
  settings(login: object): ReturnType<typeof snowflakeSettings.parse>;
  source(login: object): Promise<Source>;
  /** A driver without the decorator that makes errors Tidemark's. */
  connect(login: object): ReturnType<ReturnType<typeof connector.configure>>;
  control<T = unknown>(what: Record<string, unknown>): Promise<T>;
  logins(): Promise<readonly LoginRequest[]>;
}

/** @param known what the stand-in knows the user by: a password, a public key, tokens */
export async function testAccount(known: object): Promise<TestAccount> {
  const url = inject('snowflake');
  const name = `A_${randomUUID().replaceAll('-', '').slice(0, 12).toUpperCase()}`;
  const control = <T>(what: Record<string, unknown>) => snowflakeControl<T>(url, what);
  await control({ do: 'user', name, ...known });
  const settings = (login: object) =>
    snowflakeSettings.parse({
      type: 'snowflake',
      account: 'standin',
      user: name,
      warehouse: 'wh',
      database: name,
      accessUrl: url,
      ...login,
    });
  return {
    user: name,
    database: name,
    secret: (value) => {
      const env = `TIDEMARK_TEST_${randomUUID().replaceAll('-', '_')}`;
      process.env[env] = value;
      return { env };
    },
    settings,
    source: (login) => openSource('test', settings(login), { folder: '/' }),
    connect: (login) => connector.configure(settings(login), { folder: '/' })(),
    control,
    logins: () => control({ do: 'logins', user: name }),
  };
}
