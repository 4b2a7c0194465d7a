import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseInstant } from '../../src/base/instant.ts';
import { createKeep } from '../../src/keep/keep-version.ts';
import { heldMoments } from '../../src/read/held-moments.ts';
import type { ReadTarget } from '../../src/read/open-version.ts';
import { createRead } from '../../src/read/read.ts';
import { AT, ID, NOON } from '../conformance/bench.ts';
import { bigqueryFixture } from '../conformance/bigquery-fixture.ts';
import { duckdbFixture } from '../conformance/duckdb-fixture.ts';
import type { Fixture, TestRow } from '../conformance/fixture.ts';
import { snowflakeFixture } from '../conformance/snowflake-fixture.ts';
import { NOW, openSnapshots } from '../support/snapshots.ts';
import { tempFolder } from '../support/temp-folder.ts';

const DAY = 86_400_000_000n;
const COLUMNS = [ID, AT];
/** Ten rows on each of four days from 2020-10-29 on. */
const ROWS = Array.from({ length: 40 }, (_, i): TestRow => [BigInt(i), NOON + BigInt(i % 4) * DAY]);
const { signal } = new AbortController();

describe.each([
  ['bigquery', bigqueryFixture, 7],
  ['snowflake', snowflakeFixture, 1],
])('the past of %s', (_, open, days) => {
  let fixture: Fixture;
  let tables = 0;
  beforeAll(async () => {
    fixture = await open();
  });
  afterAll(() => fixture.close());

  async function shop() {
    const table = `past${++tables}`;
    await fixture.create(table, COLUMNS, ROWS);
    const snapshots = await openSnapshots(fixture.source, { table });
    const dependencies = { catalog: snapshots.catalog, clock: () => NOW };
    const held = async (now = NOW) =>
      heldMoments(snapshots.catalog, 'orders', await snapshots.catalog.versions.list('orders'), now);
    const change = async (statement: string) => fixture.run?.(statement.replace('orders', table));
    return {
      ...snapshots,
      table,
      held,
      change,
      read: createRead(dependencies),
      keep: createKeep(dependencies),
    };
  }

  test('a version that its source no longer holds is read from there, and pinned from there', async () => {
    const { take, held, change, read, keep, table } = await shop();
    const { version } = await take({ at: '2020-11-02' });
    const moment = (await held()).get(version.id);
    expect(moment).toMatchObject({ version: version.id, source: 'test', table });
    const window = Date.parse(moment?.until ?? '') - Date.parse(moment?.at ?? '');
    expect(window).toBeGreaterThan(days * 86_400_000 - 2_000);
    expect(window).toBeLessThanOrEqual(days * 86_400_000);

    await change('DELETE FROM orders WHERE id < 10');
    const past = { source: fixture.source, table, moment: moment?.moment };
    const target: ReadTarget = { version, source: fixture.source, table, past };
    const options = { scratch: tempFolder(), signal };
    expect(await read.verify(target, options)).toMatchObject({ from: 'source', drifted: { length: 4 } });
    expect(await read.verify(target, { ...options, from: 'past' })).toMatchObject({
      from: 'past',
      drifted: [],
    });
    const rows = (from?: 'source') =>
      read.read(target, { ...options, from, selection: {} }, async (reading) => {
        let count = 0n;
        for await (const piece of reading.pieces) count += piece.rows;
        return [reading.from, count];
      });
    expect(await rows()).toEqual(['past', 40n]);
    await expect(rows('source')).rejects.toMatchObject({ code: 'drift' });

    const pin = await keep.pin(target, signal);
    const pinned = { ...target, past: undefined, pin: { source: fixture.source, table: pin.reference } };
    expect(await read.verify(pinned, options)).toMatchObject({ from: 'pin', drifted: [] });
  });

  test('moves on as long as snapshots find the version’s partitions unchanged, and ends by the clock', async () => {
    const { take, held, change, catalog } = await shop();
    const { version: first } = await take({ at: '2020-10-31' });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const { version: second } = await take({ at: '2020-11-01' });
    const moments = await catalog.moments.list('orders');
    expect(moments.map((m) => m.version)).toEqual([second.id, first.id]);
    const later = await held();
    expect(later.get(first.id)?.version).toBe(second.id);

    // In a partition that only the second version has.
    await change('DELETE FROM orders WHERE id = 2');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const { version: third } = await take({ at: '2020-11-01' });
    const last = await held();
    expect([first, second, third].map((v) => last.get(v.id)?.version)).toEqual([
      third.id,
      second.id,
      third.id,
    ]);

    const over = parseInstant(moments[0]?.until ?? '');
    expect((await held(over)).has(second.id)).toBe(false);
    expect((await held(over)).get(first.id)?.version).toBe(third.id);
  });

  test('that is gone leaves the drift as it was told', async () => {
    const { take, change, read, table } = await shop();
    const { version } = await take({ at: '2020-11-02' });
    await change('DELETE FROM orders WHERE id < 10');
    const gone = fixture.settings.type === 'bigquery' ? '1000000' : '2001-01-01 00:00:00.000000000 +00:00';
    const past = { source: fixture.source, table, moment: gone };
    const options = { scratch: tempFolder(), signal, selection: {} };
    const target = { version, source: fixture.source, table, past };
    await expect(read.read(target, options, async () => {})).rejects.toMatchObject({ code: 'drift' });
    await expect(read.read(target, { ...options, from: 'past' }, async () => {})).rejects.toMatchObject({
      code: 'moment-gone',
    });
  });
});

test('an engine without time travel has no past, and says what to do', async () => {
  const fixture = await duckdbFixture();
  await fixture.create('orders', COLUMNS, ROWS);
  const { take, catalog } = await openSnapshots(fixture.source);
  const { version } = await take({ at: '2020-11-02' });
  expect(await catalog.moments.list()).toEqual([]);
  const read = createRead({ catalog, clock: () => NOW });
  const target = { version, source: fixture.source, table: 'orders' };
  await expect(read.verify(target, { from: 'past', scratch: tempFolder(), signal })).rejects.toMatchObject({
    code: 'not-kept',
    message: expect.stringContaining('tidemark history orders'),
  });
  await fixture.close();
});
