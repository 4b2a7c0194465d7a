import { once } from 'node:events';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import type { ByteRange, Store, StoredFile } from '../../src/store/store.ts';
import type { StoreSettings } from '../../src/store/store-settings.ts';
import { endlessFile, fileOf, startWriter } from './writer.ts';

/** An empty store of a test's own, as the config would name it. */
export interface StoreFixture {
  readonly settings: StoreSettings;
  readonly environment: Readonly<Record<string, string>>;
}

export const SIGNAL = new AbortController().signal;

export async function listed(store: Store, prefix = ''): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for await (const file of store.list(prefix, SIGNAL)) files.push(file);
  return files.sort((a, b) => (a.key < b.key ? -1 : 1));
}

export async function save(store: Store, key: string, bytes: Uint8Array | string): Promise<boolean> {
  const { file, sum } = fileOf(bytes);
  return store.save(key, file, sum, SIGNAL);
}

export async function readText(store: Store, key: string, range?: ByteRange): Promise<string> {
  return text(await store.read(key, range, SIGNAL));
}

/** A megabyte for each MB, none like another. */
export function bytesOf(megabytes: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(megabytes * 1_000_000);
  for (let i = 0; i < bytes.length; i += 1000) bytes.writeUInt32LE(i + seed, i);
  return bytes;
}

/** Waits until an unfinished write shows. */
export async function partialOf(store: Store): Promise<StoredFile> {
  for (;;) {
    const found = (await listed(store)).find((f) => f.partial && f.bytes > 8_000_000n);
    if (found) return found;
    await sleep(20);
  }
}

export const code = (expected: string) => expect.objectContaining({ code: expected });

/** Holds a store to its port. */
export function storeSuite(name: string, fixture: () => Promise<StoreFixture>): void {
  const open = async () => {
    const { settings, environment } = await fixture();
    return openStore(settings, '/', environment);
  };

  describe(`store ${name}`, () => {
    test('gives back what was saved, whole and in ranges', async () => {
      const store = await open();
      expect(await save(store, 'a/b=1/c.txt', '0123456789')).toBe(true);
      expect(await readText(store, 'a/b=1/c.txt')).toBe('0123456789');
      expect(await readText(store, 'a/b=1/c.txt', { start: 2n, end: 5n })).toBe('234');
      expect(await readText(store, 'a/b=1/c.txt', { start: 9n, end: 10n })).toBe('9');
      for (const at of [0n, 4n, 10n]) {
        expect(await readText(store, 'a/b=1/c.txt', { start: at, end: at })).toBe('');
      }
      expect(await store.size('a/b=1/c.txt', SIGNAL)).toBe(10n);
    });

    test('fails where a range is not there', async () => {
      const store = await open();
      await save(store, 'a', '0123456789');
      for (const [start, end] of [
        [5n, 11n],
        [10n, 11n],
        [11n, 11n],
        [20n, 30n],
        [5n, 4n],
        [-1n, 4n],
      ] as const) {
        await expect(readText(store, 'a', { start, end })).rejects.toEqual(code('object-damaged'));
      }
    });

    test('keeps an empty file', async () => {
      const store = await open();
      expect(await save(store, 'empty', '')).toBe(true);
      expect(await save(store, 'empty', '')).toBe(false);
      expect(await store.size('empty', SIGNAL)).toBe(0n);
      expect(await readText(store, 'empty')).toBe('');
      await expect(save(store, 'empty', 'x')).rejects.toEqual(code('store-conflict'));
    });

    test('has nothing before anything is saved', async () => {
      const store = await open();
      expect(await listed(store)).toEqual([]);
      expect(await store.size('a', SIGNAL)).toBeUndefined();
      await expect(store.read('a', undefined, SIGNAL)).rejects.toEqual(code('object-missing'));
      await expect(store.read('a', { start: 0n, end: 0n }, SIGNAL)).rejects.toEqual(code('object-missing'));
      await store.remove('a', SIGNAL);
    });

    test('writes a key once', async () => {
      const store = await open();
      expect(await save(store, 'k', 'one')).toBe(true);
      expect(await save(store, 'k', 'one')).toBe(false);
      for (const other of ['two', 'onetwo', '']) {
        await expect(save(store, 'k', other)).rejects.toEqual(code('store-conflict'));
      }
      expect(await readText(store, 'k')).toBe('one');
      expect(await listed(store)).toHaveLength(1);
    });

    test('lists by the beginning of the key', async () => {
      const store = await open();
      for (const key of ['a/b', 'a/bc', 'a/b.d/e', 'b', 'a.partial-/x']) await save(store, key, key);
      const keys = async (prefix: string) => (await listed(store, prefix)).map((f) => f.key);
      expect(await keys('')).toEqual(['a.partial-/x', 'a/b', 'a/b.d/e', 'a/bc', 'b']);
      expect(await keys('a/')).toEqual(['a/b', 'a/b.d/e', 'a/bc']);
      expect(await keys('a/b')).toEqual(['a/b', 'a/b.d/e', 'a/bc']);
      expect(await keys('a/bc')).toEqual(['a/bc']);
      expect(await keys('c/d/e')).toEqual([]);
      expect(await listed(store, 'b')).toEqual([
        { key: 'b', bytes: 1n, partial: false, changed: expect.stringMatching(/^20\d\d-.*Z$/) },
      ]);
    });

    test('removes what it is told to, and then takes it again', async () => {
      const store = await open();
      await save(store, 'a/b', 'one');
      await store.remove('a/b', SIGNAL);
      await store.remove('a/b', SIGNAL);
      expect(await listed(store)).toEqual([]);
      expect(await save(store, 'a/b', 'two')).toBe(true);
    });

    test.each(
      [
        '',
        '/',
        '/etc/x',
        '../x',
        'a/../../x',
        'a/./b',
        'a//b',
        'a/',
        'a\\b',
        'a\0b',
        'a b',
        'ä',
        '..',
        'x'.repeat(201),
      ].concat('x/'.repeat(450) + 'x', 'a.partial-1', 's3://b/c', 'a%2F..', 'a\n'),
    )('refuses the key %j', async (key) => {
      const store = await open();
      const { file, sum } = fileOf('x');
      await expect(store.save(key, file, sum, SIGNAL)).rejects.toEqual(code('store-invalid'));
      await expect(store.read(key, undefined, SIGNAL)).rejects.toEqual(code('store-invalid'));
      await expect(store.size(key, SIGNAL)).rejects.toEqual(code('store-invalid'));
      if (!/^x|partial/.test(key)) {
        await expect(store.remove(key, SIGNAL)).rejects.toEqual(code('store-invalid'));
        if (!/^$|^a\/$|^\.\.$/.test(key))
          await expect(listed(store, key)).rejects.toEqual(code('store-invalid'));
      }
      expect(await listed(store)).toEqual([]);
    });

    test('adds nothing where the file is not what was announced', async () => {
      const store = await open();
      const { file, sum } = fileOf('0123456789');
      for (const wrong of [
        { ...sum, bytes: 9n },
        { ...sum, bytes: 11n },
        { ...sum, sha256: '0'.repeat(64) },
        { ...sum, bytes: 20_000_000n },
      ]) {
        await expect(store.save('a', file, wrong, SIGNAL)).rejects.toEqual(code('object-damaged'));
      }
      expect(await listed(store)).toEqual([]);
    });

    test('keeps a large file', async () => {
      const store = await open();
      const bytes = bytesOf(40);
      expect(await save(store, 'large', bytes)).toBe(true);
      expect(await save(store, 'large', bytes)).toBe(false);
      expect((await buffer(await store.read('large', undefined, SIGNAL))).equals(bytes)).toBe(true);
      const [start, end] = [8_388_600, 16_777_300];
      const range = { start: BigInt(start), end: BigInt(end) };
      const part = await buffer(await store.read('large', range, SIGNAL));
      expect(part.equals(bytes.subarray(start, end))).toBe(true);
    });

    test.each([1, 10])('of writers at once with the same %i MB, one adds it', async (megabytes) => {
      const { settings, environment } = await fixture();
      const stores = await Promise.all([1, 2, 3, 4].map(() => openStore(settings, '/', environment)));
      const bytes = bytesOf(megabytes);
      const added = await Promise.all(stores.map((store) => save(store, 'a/b/c', bytes)));
      expect(added.filter((one) => one)).toHaveLength(1);
      expect((await listed(stores[0] as Store)).map((f) => f.key)).toEqual(['a/b/c']);
    });

    test.each([1, 10])(
      'of writers at once with other %i MB, one adds it, and the others are told',
      async (megabytes) => {
        const { settings, environment } = await fixture();
        const stores = await Promise.all([1, 2, 3, 4].map(() => openStore(settings, '/', environment)));
        const bytes = stores.map((_, i) => bytesOf(megabytes, i));
        const settled = await Promise.allSettled(
          stores.map((store, i) => save(store, 'k', bytes[i] as Buffer)),
        );
        const winners = settled.flatMap((s, i) => (s.status === 'fulfilled' ? [i] : []));
        expect(winners).toHaveLength(1);
        for (const one of settled)
          if (one.status === 'rejected') expect(one.reason).toEqual(code('store-conflict'));
        const held = await buffer(await (stores[0] as Store).read('k', undefined, SIGNAL));
        expect(held.equals(bytes[winners[0] as number] as Buffer)).toBe(true);
        expect(await listed(stores[0] as Store)).toHaveLength(1);
      },
    );

    test('cancelled in the middle of a save, leaves nothing', async () => {
      const store = await open();
      const { file, sum } = endlessFile();
      const stop = new AbortController();
      const saving = store.save('a/b', file, sum, stop.signal);
      const outcome = saving.catch((error: unknown) => error);
      expect((await partialOf(store)).key).toMatch(/^a\/b\.partial-/);
      expect(await store.size('a/b', SIGNAL)).toBeUndefined();
      await expect(store.read('a/b', undefined, SIGNAL)).rejects.toEqual(code('object-missing'));
      stop.abort(new Error('enough'));
      expect(await outcome).toEqual(code('cancelled'));
      expect(await listed(store)).toEqual([]);
      expect(await save(store, 'a/b', 'x')).toBe(true);
    });

    test('cancelled before or in the middle of anything else, says so', async () => {
      const store = await open();
      await save(store, 'a', bytesOf(20));
      const stop = new AbortController();
      const stream = await store.read('a', undefined, stop.signal);
      const reading = buffer(stream).catch((error: unknown) => error);
      stop.abort();
      expect(await reading).toEqual(code('cancelled'));
      const { signal } = stop;
      const { file, sum } = fileOf('x');
      for (const ask of [
        () => store.save('b', file, sum, signal),
        () => store.read('a', undefined, signal),
        () => store.size('a', signal),
        () => store.remove('a', signal),
        async () => {
          for await (const found of store.list('', signal)) expect(found).toBeUndefined();
        },
      ]) {
        await expect(ask()).rejects.toEqual(code('cancelled'));
      }
      expect((await listed(store)).map((f) => f.key)).toEqual(['a']);
    });

    test('a writer that is killed leaves nothing that can be read, and what it left is told apart', async () => {
      const { settings, environment } = await fixture();
      const store = await openStore(settings, '/', environment);
      const { child } = startWriter(settings, environment, 'a/b', endlessFile());
      await partialOf(store);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const left = await listed(store);
      expect(left).toEqual([expect.objectContaining({ partial: true })]);
      expect(left[0]?.key).toMatch(/^a\/b\.partial-/);
      expect(await store.size('a/b', SIGNAL)).toBeUndefined();
      await expect(store.read('a/b', undefined, SIGNAL)).rejects.toEqual(code('object-missing'));
      expect(await save(store, 'a/b', 'whole')).toBe(true);
      for (const { key, partial } of await listed(store)) if (partial) await store.remove(key, SIGNAL);
      expect(await listed(store)).toEqual([expect.objectContaining({ key: 'a/b', partial: false })]);
    });

    test('saves from a process of its own', async () => {
      const { settings, environment } = await fixture();
      const written = fileOf('x');
      expect(await startWriter(settings, environment, 'a', written).printed).toBe('true');
      expect(await startWriter(settings, environment, 'a', written).printed).toBe('false');
      expect(await readText(await openStore(settings, '/', environment), 'a')).toBe('x');
    });
  });
}
