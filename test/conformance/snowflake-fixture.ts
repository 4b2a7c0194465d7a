import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { openSource } from '../../src/main/connectors.ts';
import { snowflakeControl } from '../services/snowflake.ts';
import type { Fixture } from './fixture.ts';
import { snowflakeClient } from './snowflake-client.ts';
import { snowflakeServer } from './snowflake-server.ts';

const PASSWORD = 'pa:ss@w/rd-of-tests';

/** A database of its own on the stand-in, which tests write, and that the connector reads. */
export async function snowflakeFixture(): Promise<Fixture> {
  const url = inject('snowflake');
  const database = `T_${randomUUID().replaceAll('-', '').slice(0, 12).toUpperCase()}`;
  const [user, writer] = [`${database}_USER`, `${database}_WRITER`];
  for (const name of [user, writer]) await snowflakeControl(url, { do: 'user', name, password: PASSWORD });
  process.env[user] = PASSWORD;
  const settings = {
    type: 'snowflake' as const,
    account: 'standin',
    user,
    password: { env: user },
    warehouse: 'WH',
    database,
    schema: 'PUBLIC',
    pins: { schema: 'PUBLIC' },
    accessUrl: url,
  };
  const client = await snowflakeClient({
    account: 'standin',
    accessUrl: url,
    username: writer,
    password: PASSWORD,
    database,
    schema: 'PUBLIC',
  });
  return {
    settings,
    source: await openSource('test', settings, { folder: '/' }),
    create: client.create,
    insert: client.insert,
    run: client.run,
    dropEndsReading: true,
    server: await snowflakeServer(url, settings),
    close: client.close,
  };
}
