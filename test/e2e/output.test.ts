import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openCliShop } from '../support/cli-shop.ts';

test('writes into a pipe, and leaves it one', async () => {
  const shop = await openCliShop();
  await shop.run('snapshot orders --watermark 2020-10-31');
  const pipe = path.join(shop.folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const read = shop.run('read orders@latest --part test --format csv -o pipe');
  const piped = (await readFile(pipe, 'utf8')).trimEnd().split('\n');
  expect((await read).code).toBe(0);
  expect(statSync(pipe).isFIFO()).toBe(true);
  expect(piped).toEqual(
    (await shop.run('read orders@latest --part test --format csv')).stdout.trimEnd().split('\n'),
  );
});

test('writes where a link leads, and leaves the link', async () => {
  const shop = await openCliShop();
  await shop.run('snapshot orders --watermark 2020-10-31');
  const [link, file] = ['link.csv', 'linked.csv'].map((name) => path.join(shop.folder, name));
  writeFileSync(file ?? '', 'old');
  symlinkSync(file ?? '', link ?? '');
  expect((await shop.run('read orders@latest --part test -o link.csv')).code).toBe(0);
  expect(lstatSync(link ?? '').isSymbolicLink()).toBe(true);
  expect(readFileSync(file ?? '', 'utf8')).toMatch(/^amount,/);
});

test('a folder named as Hive names partitions is no value of a column', async () => {
  const shop = await openCliShop();
  await shop.run('snapshot orders --watermark 2020-10-31');
  const folder = path.join(shop.folder, 'customer_id=5');
  mkdirSync(folder);
  await shop.run('read orders@latest --part test -o plain.csv');
  expect((await shop.run('read orders@latest --part test -o customer_id=5/in.csv')).code).toBe(0);
  expect(readFileSync(path.join(folder, 'in.csv'), 'utf8')).toBe(
    readFileSync(path.join(shop.folder, 'plain.csv'), 'utf8'),
  );
  // And a folder is no file.
  const onto = await shop.run('read orders@latest --part test -o customer_id=5');
  expect(onto.stderr).toMatch(/^error: Cannot write customer_id=5: EISDIR\. \[output-failed\]$/m);
  expect(onto.code).toBe(4);
});
