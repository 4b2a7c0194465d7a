import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createKeep } from '../../src/keep/keep-version.ts';
import type { ReadTarget } from '../../src/read/open-version.ts';
import { createRead } from '../../src/read/read.ts';
import { AT, ID, NOON } from '../conformance/bench.ts';
import { bigqueryFixture } from '../conformance/bigquery-fixture.ts';
import { duckdbFixture } from '../conformance/duckdb-fixture.ts';
import type { Fixture, TestRow } from '../conformance/fixture.ts';
import { mysqlFixture } from '../conformance/mysql-fixture.ts';
import { postgresFixture } from '../conformance/postgres-fixture.ts';
import { snowflakeFixture } from '../conformance/snowflake-fixture.ts';
import { sqliteFixture } from '../conformance/sqlite-fixture.ts';
import { NOW, openSnapshots } from '../support/snapshots.ts';
import { tempFolder } from '../support/temp-folder.ts';

const COLUMNS = [ID, AT];
const ROWS = Array.from({ length: 50 }, (_, i): TestRow => [BigInt(i), NOON]);
const { signal } = new AbortController();

describe.each([
  ['bigquery', bigqueryFixture],
  ['snowflake', snowflakeFixture],
  ['postgres', postgresFixture],
  ['mariadb', () => mysqlFixture(inject('mariadb'))],
  ['duckdb', duckdbFixture],
])('versions that %s keeps', (_, open) => {
  let fixture: Fixture;
  let tables = 0;
  beforeAll(async () => {
    fixture = await open();
  });
  afterAll(() => fixture.close());

  async function pinned() {
    const table = `orders${++tables}`;
    await fixture.create(table, COLUMNS, ROWS);
    const snapshots = await openSnapshots(fixture.source, { table, keep: 'pin' });
    const { version, pin } = await snapshots.take();
    const dependencies = { catalog: snapshots.catalog, clock: () => NOW };
    const [read, keep] = [createRead(dependencies), createKeep(dependencies)];
    const target: ReadTarget = { version, source: fixture.source, table };
    const reference = pin?.reference ?? '';
    const withPin = { ...target, pin: { source: fixture.source, table: reference } };
    return { ...snapshots, table, version, pin, read, keep, target, withPin, reference };
  }

  test('a version is read from its pin where its source has changed', async () => {
    const { catalog, version, pin, read, target, withPin, table } = await pinned();
    expect(await catalog.pins.find(version.id)).toEqual(pin);
    expect(pin).toMatchObject({
      dataset: 'orders',
      source: 'test',
      reference: expect.stringContaining('orders_2020'),
    });
    await change(`DELETE FROM ${table} WHERE id < 10`);
    expect((await read.verify(target, { scratch: tempFolder(), signal })).drifted).toHaveLength(1);
    expect((await read.verify(withPin, { scratch: tempFolder(), signal })).drifted).toEqual([]);
  });

  test('a pin that is gone is passed over for the source, and made again', async () => {
    const { catalog, version, read, keep, withPin, reference } = await pinned();
    await dropPin(reference);
    expect((await read.verify(withPin, { scratch: tempFolder(), signal })).drifted).toEqual([]);
    const again = await keep.pin(withPin, signal);
    expect(again.reference).toBe(reference);
    expect(await catalog.pins.find(version.id)).toMatchObject({ reference });
    expect(
      (await read.verify({ ...withPin, table: 'nowhere' }, { scratch: tempFolder(), signal })).drifted,
    ).toEqual([]);
  });

  test('a source that drifted is not pinned', async () => {
    const { keep, target, reference, table } = await pinned();
    await dropPin(reference);
    await change(`DELETE FROM ${table} WHERE id < 10`);
    await expect(keep.pin(target, signal)).rejects.toMatchObject({ code: 'drift' });
  });

  test('the same data are pinned once, and renewed', async () => {
    const { take, catalog, pin } = await pinned();
    expect((await take()).pin?.reference).toBe(pin?.reference);
    expect(await catalog.pins.list()).toHaveLength(1);
  });

  const change = (statement: string) => (fixture.change ?? fixture.run)?.(statement);

  async function dropPin(reference: string) {
    const driver = await fixture.source.connect();
    await driver.pins?.drop(reference, { signal, label: 'tidemark test' });
    await driver.close();
  }
});

test('an engine that cannot keep a table says so before anything is digested', async () => {
  const fixture = await sqliteFixture();
  await fixture.create('orders', COLUMNS, ROWS);
  const { take, catalog } = await openSnapshots(fixture.source, { keep: 'pin' });
  await expect(take()).rejects.toMatchObject({
    code: 'pin-unsupported',
    message: expect.stringMatching(/"test" \(sqlite\).*copy the file/),
  });
  expect(await catalog.versions.list('orders')).toEqual([]);
  await fixture.close();
});
