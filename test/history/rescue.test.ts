import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { duckdbDialect } from '../../connectors/duckdb/dialect.ts';
import type { Instant } from '../../src/base/instant.ts';
import { instantFromMicros, microsOf } from '../../src/base/instant.ts';
import type { StoredVersion } from '../../src/catalog/catalog.ts';
import { createKeep } from '../../src/keep/keep-version.ts';
import { expiring, rescue } from '../../src/keep/rescue.ts';
import { heldMoments } from '../../src/read/held-moments.ts';
import type { ReadTarget } from '../../src/read/open-version.ts';
import { createRead } from '../../src/read/read.ts';
import { folderStore } from '../../src/store/folder-store.ts';
import { AT, CALL, ID, NOON } from '../conformance/bench.ts';
import { bigqueryFixture } from '../conformance/bigquery-fixture.ts';
import type { Fixture, TestRow } from '../conformance/fixture.ts';
import { NOW, openSnapshots } from '../support/snapshots.ts';
import { tempFolder } from '../support/temp-folder.ts';

const COLUMNS = [ID, AT];
const ROWS = Array.from({ length: 20 }, (_, i): TestRow => [BigInt(i), NOON]);
const DAY = 86_400;
const { signal } = new AbortController();

const after = (at: Instant | null | undefined, seconds: number) =>
  instantFromMicros(microsOf(at ?? NOW) + BigInt(seconds) * 1_000_000n);

describe('versions that are about to be lost', () => {
  let fixture: Fixture;
  let tables = 0;
  beforeAll(async () => {
    fixture = await bigqueryFixture();
  });
  afterAll(() => fixture.close());

  async function shop(keep: 'pin' | 'reference') {
    const table = `ending${++tables}`;
    await fixture.create(table, COLUMNS, ROWS);
    const snapshots = await openSnapshots(fixture.source, { table, keep });
    const { catalog } = snapshots;
    let now: Instant = NOW;
    const dependencies = { catalog, clock: () => now };
    const store = folderStore(tempFolder());
    const targetOf = async (version: StoredVersion): Promise<ReadTarget> => {
      const { source } = fixture;
      const [pin, archive] = [await catalog.pins.find(version.id), await catalog.archives.find(version.id)];
      const past = (await heldMoments(catalog, 'orders', [version], now)).get(version.id);
      return {
        version,
        source,
        table,
        pin: pin && { source, table: pin.reference },
        archive: archive && { store, archive, dialect: duckdbDialect },
        past: past && { source, table, moment: past.moment },
      };
    };
    const archived = async (target: ReadTarget) => {
      await createKeep(dependencies).archive(target, {
        store,
        dialect: duckdbDialect,
        scratch: tempFolder(),
        signal,
      });
    };
    const pinned = async (target: ReadTarget) => {
      await createKeep(dependencies).pin(target, signal);
    };
    return {
      ...snapshots,
      at: (then: Instant) => {
        now = then;
      },
      ending: async (days: number) => (await expiring(catalog, now, days * DAY)).map((e) => e.version.id),
      save: async (days: number, way: 'archive' | 'pin' = 'archive') => {
        const keepBy = way === 'archive' ? archived : pinned;
        const ends = await expiring(catalog, now, days * DAY);
        const done = await rescue(dependencies, ends, { targetOf, keep: keepBy, signal });
        return done.map((r) => [r.version.id, r.held, r.state, r.error?.code]);
      },
      verify: async (version: StoredVersion, from?: 'archive' | 'pin') =>
        createRead(dependencies).verify(await targetOf(version), { from, scratch: tempFolder(), signal }),
      change: async (statement: string) => fixture.run?.(statement.replace('orders', table)),
      drop: async (version: StoredVersion) => {
        const driver = await fixture.source.connect();
        await driver.pins?.drop((await catalog.pins.find(version.id))?.reference ?? '', CALL);
        await driver.close();
      },
    };
  }

  test('are archived from their pin before it ends, one after the other, and read after it is dropped', async () => {
    const { take, at, ending, save, verify, change, drop } = await shop('pin');
    const lost = await take({ at: '2020-10-30' });
    await change('DELETE FROM orders WHERE id < 5');
    await drop(lost.version);
    const saved = await take({ at: '2020-10-30' });
    const end = lost.pin?.expires;
    at(after(end, -2 * DAY - 60));
    expect(await ending(2)).toEqual([]);
    at(after(end, -DAY));
    expect(await ending(2)).toEqual([lost.version.id, saved.version.id]);
    expect(await save(2)).toEqual([
      [lost.version.id, 'pin', 'failed', 'drift'],
      [saved.version.id, 'pin', 'rescued', undefined],
    ]);
    expect(await ending(2)).toEqual([lost.version.id]);
    at(after(end, 60));
    expect(await ending(2)).toEqual([]);

    await drop(saved.version);
    await change('DELETE FROM orders WHERE id < 10');
    expect(await verify(saved.version)).toMatchObject({ from: 'archive', drifted: [] });
  });

  test('have their pins renewed, which puts the end off', async () => {
    const { take, at, save, catalog } = await shop('pin');
    const { version, pin } = await take({ at: '2020-10-30' });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    at(after(pin?.expires, -DAY));
    expect(await save(2, 'pin')).toEqual([[version.id, 'pin', 'rescued', undefined]]);
    expect((await catalog.pins.find(version.id))?.expires?.localeCompare(pin?.expires ?? '')).toBe(1);
  });

  test('are archived from their past where their rows have changed, and left where they have not', async () => {
    const { take, at, ending, save, verify, change, catalog } = await shop('reference');
    const { version } = await take({ at: '2020-10-30' });
    const [moment] = await catalog.moments.list();
    expect(await ending(2)).toEqual([]);
    at(after(moment?.until, -DAY));
    expect(await save(2)).toEqual([[version.id, 'past', 'unchanged', undefined]]);
    await change('DELETE FROM orders WHERE id < 5');
    expect(await save(2)).toEqual([[version.id, 'past', 'rescued', undefined]]);
    at(after(moment?.until, DAY));
    expect(await verify(version)).toMatchObject({ from: 'archive', drifted: [] });
    expect(await ending(2)).toEqual([]);
  });
});
