import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sha256 } from '../../src/base/sha256.ts';
import { storePlace } from '../../src/export/store-place.ts';
import { folderStore } from '../../src/store/folder-store.ts';
import type { Store } from '../../src/store/store.ts';
import { tempFolder } from '../support/temp-folder.ts';

const { signal } = new AbortController();

/** A place whose writes are cut off at a key, which arrives before or does not. */
function cutOffAt(cut: string, arrives: boolean) {
  const folder = tempFolder();
  const store = folderStore(path.join(folder, 'store'));
  const cutting: Store = {
    ...store,
    async save(key, ...rest) {
      if (key === cut && !arrives) throw new Error('cut off');
      const added = await store.save(key, ...rest);
      if (key === cut) throw new Error('cut off');
      return added;
    },
  };
  const place = storePlace(cutting, signal);
  const add = async (key: string) => {
    const file = path.join(folder, 'file');
    writeFileSync(file, key);
    await place.add(key, file, { sha256: sha256(key), bytes: BigInt(key.length) });
  };
  return { ...place, add, paths: async () => (await storePlace(store, signal).paths())?.toSorted() };
}

const KEYS = ['data/a', 'data/b', 'README.md', 'manifest.json'];

async function addAll(place: ReturnType<typeof cutOffAt>, keys = KEYS) {
  for (const key of keys) await place.add(key);
}

test('abandoned, nothing is left of what was added', async () => {
  const place = cutOffAt('', true);
  await addAll(place);
  expect(await place.abandon()).toBe(true);
  expect(await place.paths()).toBeUndefined();
});

test('a manifest that arrived when its write was cut off keeps its files', async () => {
  const place = cutOffAt('manifest.json', true);
  await expect(addAll(place)).rejects.toThrow('cut off');
  expect(await place.abandon()).toBe(false);
  expect(await place.paths()).toEqual(KEYS.toSorted());
});

test('a manifest that did not arrive leaves no files, but nobody promises that', async () => {
  const place = cutOffAt('manifest.json', false);
  await expect(addAll(place)).rejects.toThrow('cut off');
  expect(await place.abandon()).toBe(false);
  expect(await place.paths()).toBeUndefined();
});

test('what a killed run left stays, and is said to', async () => {
  const place = cutOffAt('', true);
  await addAll(place, KEYS.slice(0, 1));
  const next = storePlace(place.present, signal);
  const file = path.join(tempFolder(), 'file');
  writeFileSync(file, 'data/a');
  await next.add('data/a', file, { sha256: sha256('data/a'), bytes: 6n });
  expect(await next.abandon()).toBe(false);
  expect(await place.paths()).toEqual(['data/a']);
});
