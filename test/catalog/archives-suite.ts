import { describe, expect, test } from 'vitest';
import type { Instant } from '../../src/base/instant.ts';
import type { ArchivedObject, StoredArchive } from '../../src/catalog/archives.ts';
import type { VersionId } from '../../src/version/version-id.ts';
import type { CatalogFixture } from './catalog-suite.ts';

const CREATED = '2020-11-01T00:00:00Z' as Instant;
const BIG = 9_007_199_254_740_993n;
const partition = (n: number, digest = 'd') => ({
  from: `2020-10-${String(n).padStart(2, '0')}T00:00:00Z` as Instant,
  digest: digest.repeat(64),
  rows: BIG + BigInt(n),
});

function object(letter: string, layout = 'layout'): ArchivedObject {
  return {
    sha256: letter.repeat(64),
    layout,
    bytes: BIG * 2n,
    rows: BIG,
    segments: [
      { end: BIG, sha256: '1'.repeat(64), splits: [0n, 281_474_976_710_655n] },
      { end: BIG * 2n, sha256: '2'.repeat(64), splits: null },
    ],
  };
}

function archive(letter: string): StoredArchive {
  return {
    version: `orders@20201030T000000Z-${letter.repeat(16)}` as VersionId,
    dataset: 'orders',
    layout: 'layout',
    types: { 'it"s': 'DECIMAL(12,2)', id: 'BIGINT' },
    created: CREATED,
  };
}

/** Holds a catalog to what it remembers of archives. */
export function archivesSuite(name: string, open: () => Promise<CatalogFixture>): void {
  describe(`archives in catalog ${name}`, () => {
    test('an archive is recorded, found, listed by version, and forgotten', async () => {
      const { archives } = (await open()).catalog;
      const [a, b] = [archive('a'), archive('b')];
      for (const one of [b, a, a]) await archives.record(one);
      expect(await archives.find(a.version)).toEqual(a);
      expect(await archives.list()).toEqual([a, b]);
      const other = { ...a, layout: 'other', types: { id: 'INTEGER' } };
      await archives.record({ ...other, created: '2021-01-01T00:00:00Z' as Instant });
      expect(await archives.find(a.version)).toEqual(other);
      await archives.forget(a.version);
      await archives.forget(a.version);
      expect(await archives.find(a.version)).toBeUndefined();
      expect(await archives.list()).toEqual([b]);
    });

    test('objects come back digit for digit, and adding one again changes nothing', async () => {
      const { archives } = (await open()).catalog;
      const [a, b] = [object('a'), object('b')];
      await archives.add(a, [partition(1), partition(2)]);
      await archives.add(a, [partition(1), partition(2)]);
      // What the first has stays there.
      await archives.add(b, [partition(2), partition(3), partition(3, 'e')]);
      await archives.add(object('c', 'elsewhere'), [partition(1)]);
      expect(await archives.objects([a.sha256, b.sha256, 'z'.repeat(64)])).toEqual([a, b]);
      expect(await archives.objects([])).toEqual([]);
      expect(await archives.objects()).toEqual([a, b, object('c', 'elsewhere')]);
      expect(await archives.partitions('layout')).toEqual([
        { ...partition(1), object: a.sha256 },
        { ...partition(2), object: a.sha256 },
        { ...partition(3), object: b.sha256 },
        { ...partition(3, 'e'), object: b.sha256 },
      ]);
    });

    test('what is dropped takes its partitions with it, and no others', async () => {
      const { archives } = (await open()).catalog;
      const [a, b] = [object('a'), object('b')];
      await archives.add(a, [partition(1)]);
      await archives.add(b, [partition(2)]);
      await archives.drop(a.sha256);
      await archives.drop(a.sha256);
      expect(await archives.objects()).toEqual([b]);
      expect(await archives.partitions('layout')).toEqual([{ ...partition(2), object: b.sha256 }]);
      await archives.add(a, [partition(1)]);
      expect(await archives.partitions('layout')).toHaveLength(2);
    });

    test('an object is added whole or not at all, with many partitions', async () => {
      const { catalog, raw, again } = await open();
      await raw('ALTER TABLE archive_partitions RENAME TO partitions_elsewhere');
      await expect(catalog.archives.add(object('a'), [partition(1)])).rejects.toMatchObject({
        code: 'catalog-failed',
      });
      await raw('ALTER TABLE partitions_elsewhere RENAME TO archive_partitions');
      expect(await catalog.archives.objects()).toEqual([]);
      const many = Array.from({ length: 730 }, (_, i) => ({
        ...partition(1),
        digest: i.toString(16).padStart(64, '0'),
      }));
      const other = await again();
      for (const one of [catalog, other]) await one.archives.add(object('a'), many);
      expect(await catalog.archives.partitions('layout')).toHaveLength(730);
      await other.close();
    });
  });
}
