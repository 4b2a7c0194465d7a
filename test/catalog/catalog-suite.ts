import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TidemarkError } from '../../src/base/errors.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { Catalog, PartitionState, StoredMoment, StoredVersion } from '../../src/catalog/catalog.ts';
import { parseReference } from '../../src/version/reference.ts';
import type { VersionId } from '../../src/version/version-id.ts';

/** A catalog to test, and a way around it: SQL as an administrator would run it. */
export interface CatalogFixture {
  readonly catalog: Catalog;
  /** Opens the same catalog once more, as another process would. */
  again(): Promise<Catalog>;
  raw(statement: string): Promise<unknown>;
}

const CREATED = '2020-11-01T00:00:00Z' as Instant;
const day = (n: number) => `2020-10-${String(n).padStart(2, '0')}T00:00:00Z` as Instant;

/** A version that looks like one; its hash is made of the letter. */
export function version(dataset: string, on: number, letter: string): StoredVersion {
  const hash = letter.repeat(16);
  return {
    id: `${dataset}@202010${String(on).padStart(2, '0')}T000000Z-${hash}` as VersionId,
    dataset,
    watermark: day(on),
    hash,
    sha256: letter.repeat(64),
    manifest: '{}',
    facts: { rows: '9007199254740993' } as StoredVersion['facts'],
    created: CREATED,
    supersedes: null,
  };
}

/** Holds a catalog to its port. */
export function catalogSuite(name: string, open: () => Promise<CatalogFixture>): void {
  describe(`catalog ${name}`, () => {
    const publish = (catalog: Catalog, v: StoredVersion, tag: string | null = null) =>
      catalog.versions.publish({
        version: v,
        nodes: [{ digest: v.sha256, body: `{"of":"${v.id}"}` }],
        run: 'run',
        tag,
      });
    const found = async (catalog: Catalog, ref: string) =>
      (await catalog.versions.find(parseReference(ref))).map((v) => v.id);

    test('gives back what was published, digit for digit', async () => {
      const { catalog } = await open();
      const v = version('orders', 30, 'a');
      expect(await publish(catalog, v)).toEqual({ version: v, added: true });
      expect(await catalog.versions.find(parseReference(v.id))).toEqual([v]);
      expect(await catalog.versions.nodes([v.sha256])).toEqual(new Map([[v.sha256, `{"of":"${v.id}"}`]]));
    });

    test('moments are listed newest first, and move on', async () => {
      const { catalog } = await open();
      const [a, b] = [version('orders', 29, 'a'), version('orders', 30, 'b')];
      const moment = (v: StoredVersion, at: number): StoredMoment => ({
        version: v.id,
        dataset: v.dataset,
        source: 'bq',
        table: 'orders',
        moment: `${at}`,
        at: day(at),
        until: day(at + 7),
      });
      for (const m of [moment(a, 1), moment(b, 2), moment(version('others', 1, 'c'), 3)])
        await catalog.moments.record(m);
      expect(await catalog.moments.list('orders')).toEqual([moment(b, 2), moment(a, 1)]);
      await catalog.moments.record(moment(a, 4));
      expect((await catalog.moments.list()).map((m) => m.moment)).toEqual(['4', '3', '2']);
    });

    test('publishing again changes nothing, and keeps the first facts', async () => {
      const { catalog } = await open();
      const v = version('orders', 30, 'a');
      await publish(catalog, v);
      const again = await publish(catalog, { ...v, created: '2021-01-01T00:00:00Z' as Instant });
      expect(again).toEqual({ version: v, added: false });
      expect(await catalog.versions.list('orders')).toHaveLength(1);
    });

    test('finds by ID, prefix, latest, watermark and tag', async () => {
      const { catalog } = await open();
      const [a, b, c] = [version('orders', 29, 'a'), version('orders', 30, 'b'), version('orders', 30, 'c')];
      for (const v of [b, a, c]) await publish(catalog, v);
      await publish(catalog, version('other', 31, 'd'));
      await catalog.tags.move({ dataset: 'orders', tag: 'prod', version: a.id }, null);
      expect(await found(catalog, a.id)).toEqual([a.id]);
      expect(await found(catalog, 'orders@20201030T000000Z-bbbbbb')).toEqual([b.id]);
      expect(await found(catalog, 'orders@cccccc')).toEqual([c.id]);
      expect(await found(catalog, 'orders@latest')).toEqual([c.id]);
      expect(await found(catalog, 'orders@2020-10-30')).toEqual([c.id]);
      expect(await found(catalog, 'orders@2020-10-28')).toEqual([]);
      expect(await found(catalog, 'orders@prod')).toEqual([a.id]);
      expect(await found(catalog, 'orders@dddddd')).toEqual([]);
      expect((await catalog.versions.list('orders')).map((v) => v.id)).toEqual([c.id, b.id, a.id]);
      expect((await catalog.versions.head('orders', day(29)))?.id).toBe(a.id);
      expect(await catalog.versions.head('orders', day(28))).toBeUndefined();
    });

    test('a prefix that several versions share finds them all', async () => {
      const { catalog } = await open();
      const [a, b] = [version('orders', 29, 'a'), version('orders', 30, 'a')];
      for (const v of [a, b]) await publish(catalog, v);
      expect(await found(catalog, 'orders@aaaaaa')).toEqual([b.id, a.id]);
    });

    test('latest is what the last snapshot gave, also where the data went back to an earlier state', async () => {
      const { catalog } = await open();
      const [a, b] = [version('orders', 30, 'a'), version('orders', 30, 'b')];
      for (const v of [a, b, a]) await publish(catalog, v);
      expect(await found(catalog, 'orders@latest')).toEqual([a.id]);
    });

    test('versions and nodes cannot be changed or deleted, whoever tries', async () => {
      const { catalog, raw } = await open();
      const v = version('orders', 30, 'a');
      await publish(catalog, v);
      for (const table of ['versions', 'nodes']) {
        const column = table === 'versions' ? 'manifest' : 'body';
        await expect(raw(`UPDATE ${table} SET ${column} = 'forged'`)).rejects.toThrow(/immutable/);
        await expect(raw(`DELETE FROM ${table}`)).rejects.toThrow(/immutable/);
      }
      expect(await catalog.versions.list('orders')).toEqual([v]);
    });

    test('a publication is whole or not at all', async () => {
      const { catalog, raw } = await open();
      await raw('ALTER TABLE heads RENAME TO heads_elsewhere');
      await expect(publish(catalog, version('orders', 30, 'a'))).rejects.toThrow(TidemarkError);
      await raw('ALTER TABLE heads_elsewhere RENAME TO heads');
      expect(await catalog.versions.list('orders')).toEqual([]);
      await expect(catalog.versions.nodes(['a'.repeat(64)])).rejects.toThrow(/lacks period node/);
    });

    test('tags move by compare-and-set', async () => {
      const { catalog } = await open();
      const [a, b] = [version('orders', 29, 'a'), version('orders', 30, 'b')];
      for (const v of [a, b]) await publish(catalog, v);
      const tag = (v: StoredVersion) => ({ dataset: 'orders', tag: 'prod', version: v.id });
      await catalog.tags.move(tag(a), null);
      await expect(catalog.tags.move(tag(b), null)).rejects.toMatchObject({ code: 'tag-moved' });
      await catalog.tags.move(tag(b), a.id);
      await expect(catalog.tags.move(tag(a), a.id)).rejects.toMatchObject({ code: 'tag-moved' });
      expect(await catalog.tags.list('orders')).toEqual([tag(b)]);
    });

    test('partition states are remembered exactly, replaced, and forgotten', async () => {
      const { catalog } = await open();
      const state = (n: number, run: string): PartitionState => ({
        from: day(n),
        rows: 9_007_199_254_740_993n,
        lanes: [2n ** 90n, 0n],
        digest: 'd'.repeat(64),
        parts: { train: 9_007_199_254_740_993n },
        first: -1n,
        mark: n % 2 === 0 ? null : 'epoch -9223372036854775808',
        last: 253_402_300_799_999_999n,
        run,
      });
      await catalog.progress.save(
        'def',
        Array.from({ length: 28 }, (_, i) => state(i + 1, 'one')),
        [],
      );
      await catalog.progress.save('def', [state(2, 'two')], [day(3)]);
      const states = await catalog.progress.states('def');
      expect(states).toHaveLength(27);
      expect(states.slice(0, 2)).toEqual([state(1, 'one'), state(2, 'two')]);
      expect(await catalog.progress.states('other')).toEqual([]);
    });

    test('a run is unfinished until its version is published', async () => {
      const { catalog } = await open();
      const known = { definition: 'def', watermark: day(30), token: 'token', recheck: 'hints' };
      const run = { id: 'run', dataset: 'orders', ...known };
      await catalog.progress.start(run, CREATED);
      expect(await catalog.progress.unfinished('def', day(30))).toEqual(run);
      expect(await catalog.progress.unfinished('def', day(29))).toBeUndefined();
      expect(await catalog.progress.covered('def')).toBeNull();
      expect(await catalog.progress.lastFinished('orders')).toBeUndefined();
      await publish(catalog, version('orders', 30, 'a'));
      expect(await catalog.progress.unfinished('def', day(30))).toBeUndefined();
      expect(await catalog.progress.covered('def')).toBe(day(30));
      expect(await catalog.progress.lastFinished('orders')).toEqual({ ...known, manifest: '{}' });
      expect(await catalog.progress.lastFinished('other')).toBeUndefined();
    });

    test('a lock has one holder, and is broken only where it stopped beating', async () => {
      const { catalog, again } = await open();
      const other = await again();
      const holder = (owner: string) => ({ owner, host: 'here', pid: 1, since: CREATED });
      expect(await catalog.locks.take('l', holder('a'))).toBeUndefined();
      expect(await other.locks.take('l', holder('b'))).toEqual({ name: 'l', ...holder('a'), beat: 0 });
      expect(await catalog.locks.beat('l', 'a')).toBe(true);
      await other.locks.breakLock('l', 'a', 0);
      expect(await other.locks.take('l', holder('b'))).toMatchObject({ owner: 'a', beat: 1 });
      await other.locks.breakLock('l', 'a', 1);
      expect(await other.locks.take('l', holder('b'))).toBeUndefined();
      expect(await catalog.locks.beat('l', 'a')).toBe(false);
      await catalog.locks.release('l', 'a');
      expect(await catalog.locks.take('l', holder('a'))).toMatchObject({ owner: 'b' });
      await other.close();
    });

    test('is what a map of versions and one of tags would be, under random commands', async () => {
      const { catalog } = await open();
      const command = fc.record({
        letter: fc.constantFrom('a', 'b', 'c', 'd'),
        on: fc.integer({ min: 1, max: 3 }),
        tag: fc.constantFrom(null, 'x', 'y'),
      });
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (commands) => {
          const dataset = `d${++runs}`;
          const versions = new Map<string, StoredVersion>();
          const tags = new Map<string, string>();
          const heads = new Map<string, string>();
          for (const { letter, on, tag } of commands) {
            const made = version(dataset, on, letter);
            const v = { ...made, sha256: made.id.slice(-17).repeat(4).slice(0, 64) };
            expect((await publish(catalog, v, tag)).added).toBe(!versions.has(v.id));
            versions.set(v.id, v);
            heads.set(v.watermark, v.id);
            if (tag !== null) tags.set(tag, v.id);
          }
          const listed = await catalog.versions.list(dataset);
          expect(new Set(listed.map((v) => v.id))).toEqual(new Set(versions.keys()));
          expect((await catalog.tags.list(dataset)).map((t) => [t.tag, t.version])).toEqual([...tags].sort());
          const newest = [...heads.keys()].sort().at(-1);
          expect(await found(catalog, `${dataset}@latest`)).toEqual(
            newest === undefined ? [] : [heads.get(newest)],
          );
        }),
        { numRuns: 25 },
      );
    });
  });
}
