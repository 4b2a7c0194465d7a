import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { openTidemark, TidemarkError } from '../../src/main/library.ts';
import { ORDERS, openCliShop } from '../support/cli-shop.ts';

test('a program reads and verifies what the command line reads and verifies', async () => {
  const shop = await openCliShop(`  orders:${ORDERS}\n    keep: archive`);
  await shop.run('snapshot orders --watermark 2020-10-31 --tag baseline');
  await shop.run('read orders@baseline --part test -o cli.ndjson');
  const tidemark = await openTidemark({ config: path.join(shop.folder, 'config', 'tidemark.yaml') });
  const version = await tidemark.version('orders@baseline');
  const file = path.join(shop.folder, 'library.ndjson');
  const read = await tidemark.read('orders@baseline', file, { part: 'test' });
  expect(read).toEqual({ version, from: 'archive', format: 'ndjson' });
  expect(readFileSync(file).equals(readFileSync(path.join(shop.folder, 'cli.ndjson')))).toBe(true);

  const stream = new PassThrough();
  const written = buffer(stream);
  await tidemark.read('orders@baseline', stream, { columns: ['order_id'], atMost: 3n, from: 'source' });
  stream.end();
  expect((await written).toString().split('\n')).toHaveLength(5);

  expect(await tidemark.verify('orders@baseline', { sample: '0.1' })).toMatchObject({
    from: 'archive',
    drifted: [],
  });
  await shop.update('DELETE FROM orders WHERE order_id = 7');
  const { drifted } = await tidemark.verify('orders@baseline', { from: 'source' });
  expect(drifted).toMatchObject([{ before: { rows: 1000n }, after: { rows: 999n } }]);
  const failed = tidemark.read('orders@baseline', file, { from: 'source' });
  await expect(failed).rejects.toBeInstanceOf(TidemarkError);
  await expect(failed).rejects.toMatchObject({ code: 'drift' });
  await expect(tidemark.read('orders@baseline', file, { part: 'nope' })).rejects.toMatchObject({
    code: 'part-missing',
  });
  await tidemark.close();
});

test('the package has the library, as it is installed', async () => {
  // By its own name, as Node lets a package import itself.
  expect(Object.keys(await import('tidemark')).sort()).toEqual(['TidemarkError', 'openTidemark']);
});
