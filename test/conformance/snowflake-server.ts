import { randomUUID } from 'node:crypto';
import type { SnowflakeSettings } from '../../connectors/snowflake/settings.ts';
import { openSource } from '../../src/main/connectors.ts';
import { sql } from '../../src/source/sql.ts';
import { freePort } from '../services/free-port.ts';
import { snowflakeControl } from '../services/snowflake.ts';
import { type EngineServer, WRONG_PASSWORD } from './engine-server.ts';

/** The stand-in, as far as it serves the settings' database. */
export async function snowflakeServer(url: string, settings: SnowflakeSettings): Promise<EngineServer> {
  const at = (changes: Partial<SnowflakeSettings>) =>
    openSource('test', { ...settings, ...changes }, { folder: '/' });
  const wrong = `TIDEMARK_TEST_${randomUUID().replaceAll('-', '_')}`;
  process.env[wrong] = WRONG_PASSWORD;
  return {
    denied: async () => {
      const user = `R_${randomUUID()}`;
      // As with REFERENCES alone: the columns may be seen, the rows may not.
      await snowflakeControl(url, { do: 'user', name: user, password: WRONG_PASSWORD, maySelect: false });
      return at({ user, password: { env: wrong } });
    },
    wrongPassword: await at({ password: { env: wrong } }),
    unreachable: await at({
      accessUrl: `http://127.0.0.1:${await freePort()}`,
      password: { env: wrong },
    }),
    brief: await at({ statementTimeout: '1s' }),
    slow: sql`SELECT SYSTEM$WAIT(3600)`,
    lose: async () => {
      await snowflakeControl(url, { do: 'lose', user: settings.user });
    },
    running: async (label) => {
      const texts = await snowflakeControl<string[]>(url, {
        do: 'running',
        user: settings.user,
        tag: label,
      });
      return texts.length;
    },
  };
}
