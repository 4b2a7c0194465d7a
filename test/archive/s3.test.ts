import { expect, test } from 'vitest';
import { objectKey } from '../../src/archive/layout.ts';
import { checkStore } from '../../src/keep/check-store.ts';
import { s3Store } from '../store/s3-fixture.ts';
import { openArchives } from '../support/archives.ts';
import { openShop } from '../support/shop.ts';

const { signal } = new AbortController();

test('an archive in S3 gives the rows that the source gives, and is checked and mended there', async () => {
  const { source } = await openShop();
  const archives = await openArchives(source, {});
  const { version } = await archives.take({ at: '2020-10-11' });
  const store = s3Store();
  expect((await archives.archive(version, source, store)).written).toMatchObject({
    partitions: 10,
    objects: 1,
  });
  expect((await archives.archive(version, source, store)).written).toMatchObject({ objects: 0 });
  for (const selection of [{}, { part: 'test', columns: ['note', 'id'] }]) {
    const [there, here] = [
      await archives.read(version, 'archive', selection, ['parquet', 'csv'], store),
      await archives.read(version, 'source', selection, ['parquet', 'csv']),
    ];
    expect(there.map((file, i) => file.equals(here[i] ?? Buffer.of()))).toEqual([true, true]);
  }
  const check = () => checkStore(archives.catalog, store, { readData: true, signal });
  expect(await check()).toMatchObject({ objects: 1, faulty: [], foreign: [], unused: [] });
  const [object] = await archives.catalog.archives.objects();
  await store.remove(objectKey(object?.sha256 ?? ''), signal);
  expect((await check()).faulty).toMatchObject([{ fault: 'missing', versions: [{ version: version.id }] }]);
  expect((await archives.archive(version, source, store)).written).toMatchObject({
    partitions: 10,
    objects: 1,
  });
  expect((await check()).faulty).toEqual([]);
  await store.close();
});
