import { randomUUID } from 'node:crypto';
import { expect, inject, onTestFinished, test } from 'vitest';
import { AT, ID, NOON } from '../conformance/bench.ts';
import type { Fixture, TestRow } from '../conformance/fixture.ts';
import { mysqlFixture } from '../conformance/mysql-fixture.ts';
import { postgresFixture } from '../conformance/postgres-fixture.ts';
import { sourceAt } from '../conformance/source-at.ts';
import { openSnapshots } from '../support/snapshots.ts';

const COLUMNS = [ID, AT];
const ROWS = Array.from({ length: 50 }, (_, i): TestRow => [BigInt(i), NOON]);

/** What docs/sources.md grants, on the table and then for pins. */
const ENGINES: Readonly<
  Record<
    string,
    {
      open(): Promise<Fixture>;
      create(user: string): string;
      toRead(user: string, fixture: Fixture): readonly string[];
      toPin(user: string, fixture: Fixture): readonly string[];
    }
  >
> = {
  postgres: {
    open: postgresFixture,
    create: (user) => `CREATE ROLE ${user} LOGIN PASSWORD 'user'`,
    toRead: (user) => [`GRANT USAGE ON SCHEMA public TO ${user}`, `GRANT SELECT ON orders TO ${user}`],
    toPin: (user) => [`GRANT USAGE, CREATE ON SCHEMA tidemark_pins TO ${user}`],
  },
  mariadb: {
    open: () => mysqlFixture(inject('mariadb')),
    create: (user) => `CREATE USER ${user} IDENTIFIED BY 'user'`,
    toRead: (user) => [`GRANT SELECT ON orders TO ${user}`],
    toPin: (user, { settings }) => [
      `GRANT SELECT, INSERT, DELETE, CREATE, DROP, CREATE VIEW ON ${pinsOf(settings)}.* TO ${user}`,
    ],
  },
};

function pinsOf(settings: Fixture['settings']): string {
  return settings.type === 'mysql' ? (settings.pins?.database ?? '') : 'tidemark_pins';
}

test.each(Object.keys(ENGINES))(
  'pins on %s need the rights that are documented, and no more',
  async (name) => {
    const engine = ENGINES[name];
    const fixture = await engine?.open();
    if (!engine || !fixture) return;
    const user = `u_${randomUUID().replaceAll('-', '').slice(0, 20)}`;
    await fixture.create('orders', COLUMNS, ROWS);
    await fixture.run?.(engine.create(user));
    onTestFinished(async () => {
      if (name === 'postgres') await fixture.run?.(`DROP OWNED BY ${user}`);
      await fixture.run?.(`DROP ${name === 'postgres' ? 'ROLE' : 'USER'} ${user}`);
      await fixture.close();
    });
    for (const grant of engine.toRead(user, fixture)) await fixture.run?.(grant);
    const { settings } = fixture;
    const url = 'url' in settings ? (process.env[settings.url?.env ?? ''] ?? '') : '';
    const source = await sourceAt(
      url,
      (u) => Object.assign(u, { username: user, password: 'user' }),
      (env) => ({ ...settings, url: env }) as Fixture['settings'],
    );
    const { take, catalog } = await openSnapshots(source, { keep: 'pin' });
    await expect(take()).rejects.toMatchObject({
      code: 'source-denied',
      message: expect.stringContaining('the right to make and drop tables and views'),
    });
    expect(await catalog.pins.list()).toEqual([]);
    for (const grant of engine.toPin(user, fixture)) await fixture.run?.(grant);
    const { pin } = await take();
    const driver = await source.connect();
    const call = { signal: new AbortController().signal, label: 'tidemark test' };
    expect((await driver.pins?.list(call))?.map((p) => p.reference)).toEqual([pin?.reference]);
    await driver.pins?.drop(pin?.reference ?? '', call);
    expect(await driver.pins?.list(call)).toEqual([]);
    await driver.close();
  },
);
