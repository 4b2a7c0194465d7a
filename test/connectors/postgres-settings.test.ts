import { expect, test } from 'vitest';
import { clientConfig } from '../../connectors/postgres/client-config.ts';
import { postgresSettings } from '../../connectors/postgres/settings.ts';

const PLAIN = { type: 'postgres', host: 'db', database: 'shop', user: 'reader' };

test.each([
  [{ ...PLAIN, password: 'plain' }, 'expected { env: NAME }'],
  [{ type: 'postgres', url: 'postgres://reader:plain@db/shop' }, 'expected { env: NAME }'],
  [{ type: 'postgres' }, 'expected either url, or host, database and user'],
  [{ ...PLAIN, url: { env: 'X' } }, 'expected either url, or host, database and user'],
  [{ type: 'postgres', host: 'db' }, 'expected either url, or host, database and user'],
  [{ ...PLAIN, statementTimeout: 'soon' }, 'expected a duration'],
])('refuses %j', (settings, told) => {
  const { error } = postgresSettings.safeParse(settings);
  expect(error?.issues[0]?.message).toContain(told);
  expect(JSON.stringify(error?.issues)).not.toContain('plain');
});

test('takes secrets from the environment when it connects, and names the variable that lacks', () => {
  const settings = postgresSettings.parse({ ...PLAIN, password: { env: 'TIDEMARK_TEST_NOT_SET' } });
  expect(() => clientConfig(settings, '/')).toThrow('TIDEMARK_TEST_NOT_SET is not set');
  process.env['TIDEMARK_TEST_SHOP'] = 'postgres://me%40x:p%2Fw@[::1]:6543/my%20shop?sslmode=require';
  const url = postgresSettings.parse({ type: 'postgres', url: { env: 'TIDEMARK_TEST_SHOP' } });
  expect(clientConfig(url, '/')).toMatchObject({
    host: '::1',
    port: 6543,
    database: 'my shop',
    user: 'me@x',
    password: 'p/w',
    ssl: { rejectUnauthorized: false },
  });
  delete process.env['TIDEMARK_TEST_SHOP'];
});
