import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { code, listed, readText, SIGNAL, save, storeSuite } from './store-suite.ts';
import { fileOf, startWriter, writerArgs } from './writer.ts';

const run = promisify(execFile);
const folderStore = (folder: string) => openStore(folder, '/', {});
/** Root may write anywhere. */
const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

storeSuite('in a folder', async () => ({ settings: path.join(tempFolder(), 'store'), environment: {} }));

test('makes the folder, and those above it, when something is saved, and not before', async () => {
  const folder = tempFolder();
  const store = await openStore('a/b', folder, {});
  expect(store.place).toBe(`folder ${folder}/a/b`);
  await listed(store);
  await store.size('c/d', SIGNAL);
  await store.remove('c/d', SIGNAL);
  expect(existsSync(path.join(folder, 'a'))).toBe(false);
  await save(store, 'c/d', 'x');
  expect(readFileSync(path.join(folder, 'a/b/c/d'), 'utf8')).toBe('x');
  expect(statSync(path.join(folder, 'a/b/c/d')).mode & 0o777).toBe(0o444);
});

test('leaves alone what is no key', async () => {
  const folder = tempFolder();
  writeFileSync(path.join(folder, 'my notes'), 'x');
  execFileSync('mkfifo', [path.join(folder, 'pipe')]);
  const store = await folderStore(folder);
  expect(await listed(store)).toEqual([]);
  expect(await store.size('pipe', SIGNAL)).toBeUndefined();
  await expect(save(store, 'pipe', 'x')).rejects.toEqual(code('store-conflict'));
});

test('a key that would be the folder of another, or in it as in one, is a conflict', async () => {
  const store = await folderStore(tempFolder());
  await save(store, 'a/b', 'x');
  await expect(save(store, 'a', 'x')).rejects.toEqual(code('store-conflict'));
  await expect(save(store, 'a/b/c', 'x')).rejects.toEqual(code('store-conflict'));
  expect(await store.size('a', SIGNAL)).toBeUndefined();
  expect(await store.size('a/b/c', SIGNAL)).toBeUndefined();
  for (const none of ['a', 'a/b/c']) await store.remove(none, SIGNAL);
  expect(await readText(store, 'a/b')).toBe('x');
});

test('follows a link to the folder, and none in it', async () => {
  const [folder, outside] = [tempFolder(), tempFolder()];
  const [real, link] = [path.join(folder, 'real'), path.join(folder, 'link')];
  mkdirSync(real);
  symlinkSync(real, link);
  writeFileSync(path.join(outside, 'secret'), 'secret');
  const store = await folderStore(link);
  await save(store, 'a/b', 'x');
  expect(await readText(store, 'a/b')).toBe('x');
  symlinkSync(outside, path.join(real, 'out'));
  symlinkSync(path.join(outside, 'secret'), path.join(real, 'file'));
  symlinkSync(path.join(outside, 'new'), path.join(real, 'dangling'));
  for (const key of ['out/secret', 'out/new', 'out/new/x', 'file', 'dangling', 'dangling/x']) {
    await expect(save(store, key, 'x')).rejects.toEqual(code('store-invalid'));
    await expect(store.read(key, undefined, SIGNAL)).rejects.toEqual(code('store-invalid'));
    await expect(store.size(key, SIGNAL)).rejects.toEqual(code('store-invalid'));
    await expect(store.remove(key, SIGNAL)).rejects.toEqual(code('store-invalid'));
  }
  for (const prefix of ['', 'out/', 'out/s']) {
    await expect(listed(store, prefix)).rejects.toEqual(code('store-invalid'));
  }
  expect(readdirSync(outside)).toEqual(['secret']);
});

test('what is no folder cannot be one', async () => {
  const { file } = fileOf('x');
  for (const place of [file, path.join(file, 'below')]) {
    const store = await folderStore(place);
    await expect(save(store, 'a', 'x')).rejects.toEqual(code('store-invalid'));
    await expect(store.size('a', SIGNAL)).rejects.toEqual(code('store-invalid'));
    await expect(listed(store)).rejects.toEqual(code('store-invalid'));
  }
});

test('a folder that may not be written says so, and is read all the same', async () => {
  const folder = tempFolder();
  const store = await folderStore(folder);
  await save(store, 'a', 'x');
  chmodSync(folder, 0o555);
  const written = fileOf('y');
  chmodSync(path.dirname(written.file), 0o755);
  expect(await startWriter(folder, {}, 'b', written, asNobody).printed).toBe('store-denied');
  expect(await startWriter(path.join(folder, 'below'), {}, 'b', written, asNobody).printed).toBe(
    'store-denied',
  );
  expect(await readText(store, 'a')).toBe('x');
  expect(readdirSync(folder)).toEqual(['a']);
});

test('a full disk: nothing half written', async () => {
  const folder = tempFolder();
  mkdirSync(path.join(folder, 'small'));
  const args = writerArgs(path.join(folder, 'small/store'), 'a/b', fileOf(Buffer.alloc(2_000_000)));
  // A file system of 1 MB, in a mount namespace of its own.
  const script = 'mount -t tmpfs -o size=1m tmpfs small && "$@"; find small -type f | wc -l';
  const { stdout } = await run('unshare', ['-rm', 'sh', '-c', script, 'sh', process.execPath, ...args], {
    cwd: folder,
  });
  expect(stdout.trim().split(/\s+/)).toEqual(['disk-full', '0']);
});

test('never loads the S3 client', async () => {
  const open = fileURLToPath(new URL('../../dist/src/store/open-store.js', import.meta.url));
  const script = `
    import module from 'node:module';
    const { openStore } = await import(${JSON.stringify(open)});
    const loaded = () => Object.keys(module._cache).some((file) => file.includes('@aws-sdk'));
    await (await openStore('store', '/nowhere', {})).size('a', new AbortController().signal);
    const folder = loaded();
    await openStore('s3://bucket', '/', {});
    console.log(folder, loaded());`;
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', script]);
  expect({ stdout, stderr }).toEqual({ stdout: 'false true\n', stderr: '' });
});
