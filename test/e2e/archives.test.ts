import type { ChildProcess } from 'node:child_process';
import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, inject, test } from 'vitest';
import type { CliResult } from '../support/cli.ts';
import { ORDERS, openCliShop } from '../support/cli-shop.ts';
import { queryDuckdb } from '../support/duckdb-file.ts';

const BIN = fileURLToPath(new URL('../../dist/src/main/tidemark.js', import.meta.url));
const ROWS = 30_000;

/** A shop with a version, and a store in a folder of its own. */
async function openArchiveShop(rows = ROWS) {
  const shop = await openCliShop(`  orders:${ORDERS}`, rows);
  const taken = await shop.run('snapshot orders --watermark 2020-10-31 --json');
  expect(taken.code).toBe(0);
  const config = path.join(shop.folder, 'config', 'tidemark.yaml');
  const store = (setting: string, more = readFileSync(config, 'utf8').replace(/^store: .*\n/m, '')) =>
    writeFileSync(config, `store: ${setting}\n${more}`);
  store('archive');
  const folder = path.join(shop.folder, 'archive');
  const objects = () =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => path.join(entry.parentPath, entry.name))
          .sort()
      : [];
  return { ...shop, id: taken.json.id as string, store, objects, store_folder: folder };
}

/** One line on standard error, with a code. */
function expectError(result: CliResult, exit: number, code: string, text: RegExp = /./) {
  expect({ code: result.code, stderr: result.stderr }).toEqual({
    code: exit,
    stderr: expect.stringMatching(new RegExp(`^error: [^\\n]{20,} \\[${code}\\]\\n$`)),
  });
  expect(result.stderr).toMatch(text);
}

/** Changes a byte of a file that nobody may write. */
function flip(file: string, at: number, bit = 1): void {
  chmodSync(file, 0o644);
  const bytes = readFileSync(file);
  const place = at < 0 ? bytes.length + at : at;
  bytes.writeUInt8(bytes.readUInt8(place) ^ bit, place);
  writeFileSync(file, bytes);
}

test('one flipped bit anywhere in an object is found, and nothing is delivered', async () => {
  const shop = await openArchiveShop();
  expect((await shop.run('keep orders@latest archive')).code).toBe(0);
  const expected = (await shop.run('read orders@latest --from source')).stdout;
  expect((await shop.run('read orders@latest --from archive')).stdout).toBe(expected);
  const [object = ''] = shop.objects();
  const size = readFileSync(object).length;
  for (const at of [0, Math.floor(size / 2), -5000, -1]) {
    flip(object, at);
    const read = await shop.run('read orders@latest -o out.csv');
    expectError(read, 1, 'object-damaged', /SHA-256/);
    expect(existsSync(path.join(shop.folder, 'out.csv'))).toBe(false);
    flip(object, at);
  }
  flip(object, -1);
  expectError(await shop.run('verify orders@latest'), 1, 'object-damaged');
  expect((await shop.run('read orders@latest --from source')).stdout).toBe(expected);
  flip(object, -1);
  expect((await shop.run('verify orders@latest --json')).json).toMatchObject({
    verified: true,
    from: 'archive',
  });
  expect(readdirSync(shop.folder).filter((f) => /^\.(tidemark-|out)/.test(f))).toEqual([]);
});

test('an object that is gone, cut short or replaced: read from the source with a warning, and mended', async () => {
  const shop = await openArchiveShop();
  await shop.run('keep orders@latest archive');
  const expected = (await shop.run('read orders@latest --from source')).stdout;
  const [object = ''] = shop.objects();
  const whole = readFileSync(object);
  const damages = [
    () => rmSync(object),
    () => truncateSync(object, whole.length - 1),
    () => writeFileSync(object, Buffer.concat([whole, Buffer.of(0)])),
  ];
  for (const damage of damages) {
    chmodSync(object, 0o644);
    damage();
    const read = await shop.run('read orders@latest');
    expect({ code: read.code, same: read.stdout === expected }).toEqual({ code: 0, same: true });
    expect(read.stderr).toMatch(/^warning: Version .* gone or cut short.*\n$/);
    expectError(await shop.run('read orders@latest --from archive'), 3, 'object-missing', /1 of its objects/);
    expect((await shop.run('keep orders@latest archive --json')).json).toMatchObject({
      written: { objects: 1 },
    });
    expect((await shop.run('read orders@latest --from archive')).stdout).toBe(expected);
  }
  chmodSync(object, 0o644);
  writeFileSync(object, Buffer.alloc(whole.length));
  expectError(await shop.run('read orders@latest'), 1, 'object-damaged');
});

test('killed at any moment, archiving goes on and writes nothing twice', async () => {
  const shop = await openArchiveShop(2_200_000);
  const whenObjects = async (count: number, child: ChildProcess, signal: NodeJS.Signals) => {
    while (child.exitCode === null && child.signalCode === null) {
      if (shop.objects().length >= count) return void child.kill(signal);
      await sleep(2);
    }
  };
  const killed = await shop.run('keep orders@latest archive', {
    onStart: (child) => void whenObjects(1, child, 'SIGKILL'),
  });
  expect(killed.signal).toBe('SIGKILL');
  expectError(await shop.run('read orders@latest --from archive'), 3, 'not-kept');
  const stopped = await shop.run('keep orders@latest archive', {
    onStart: (child) => void whenObjects(2, child, 'SIGINT'),
  });
  // It waited for the one that was killed, until it saw that it is dead.
  expect(stopped.code).toBe(130);
  expect(stopped.stderr).toMatch(/(^|\n)error: [^\n]*\[cancelled\]\n$/);
  const done = await Promise.all([1, 2].map(() => shop.run('keep orders@latest archive --json')));
  expect(done.map((d) => d.code)).toEqual([0, 0]);
  expect(shop.objects().filter((o) => o.endsWith('.parquet'))).toHaveLength(3);
  const count = `SELECT count(*), count(DISTINCT order_id) FROM read_parquet('${shop.store_folder}/objects/*/*.parquet')`;
  expect(await queryDuckdb(':memory:', count)).toEqual([['2200000', '2200000']]);
  expect((await shop.run('verify orders@latest --from archive')).code).toBe(0);
  const out = path.join(shop.folder, 'out.parquet');
  expect((await shop.run('read orders@latest --part test --from archive -o out.parquet')).code).toBe(0);
  const archived = readFileSync(out);
  expect((await shop.run('read orders@latest --part test --from source -o out.parquet')).code).toBe(0);
  expect(readFileSync(out).equals(archived)).toBe(true);
});

test('a source that drifted is not archived, and each partition is named', async () => {
  const shop = await openArchiveShop();
  await shop.update("UPDATE orders SET note = 'changed' WHERE order_id = 5 OR order_id = 20000");
  const kept = await shop.run('keep orders@latest archive');
  expectError(kept, 1, 'drift', /2 of 30 partitions drifted: 2020-10-01T00:00:00Z.*2020-10-21T00:00:00Z/);
  expect(shop.objects()).toEqual([]);
  expectError(await shop.run('read orders@latest --from archive'), 3, 'not-kept', /tidemark keep/);
});

test('without its table, and without its source in the config, an archived version is read as before', async () => {
  const shop = await openArchiveShop();
  await shop.run('keep orders@latest archive');
  const expected = (await shop.run('read orders@latest --part test --from source')).stdout;
  await shop.update('DROP TABLE orders');
  expect((await shop.run('read orders@latest --part test')).stdout).toBe(expected);
  expectError(await shop.run('read orders@latest --from source'), 3, 'source-missing');
  rmSync(shop.file);
  shop.store('archive', 'sources: {}\ndatasets: {}\n');
  expect((await shop.run('read orders@latest --part test')).stdout).toBe(expected);
  expect((await shop.run('verify orders@latest --sample 10%')).stdout).toMatch(
    /of 30 partitions.*in its archive/,
  );
  expect((await shop.run('keep orders@latest archive')).stdout).toMatch(/held all of it already/);
  expectError(await shop.run('read orders@latest --from source'), 3, 'source-missing', /"shop"/);
  expectError(await shop.run('verify orders@latest --from pin'), 3, 'not-kept');
  expect((await shop.run('keep orders@latest reference')).stdout).toMatch(/archived no longer/);
  expectError(await shop.run('read orders@latest --part test'), 3, 'source-missing');
});

test('what cannot be selected is told in one line', async () => {
  const shop = await openArchiveShop(3_000);
  await shop.run('keep orders@latest archive');
  const refused = [
    ['read orders@latest --part tset', 3, 'part-missing', /train, validation, test/],
    ['read orders@latest --fold 0/5', 2, 'usage', /2\/5/],
    ['read orders@latest --fold 6/5', 2, 'usage', /2\/5/],
    ['read orders@latest --sample 2', 2, 'split-invalid', /./],
    ['read orders@latest --from attic', 2, 'usage', /archive, pin, source/],
    ['verify orders@latest --sample 0%', 2, 'usage', /5%/],
    ['verify orders@latest --sample 101%', 2, 'usage', /5%/],
    ['verify orders@latest --from attic', 2, 'usage', /archive, pin, source/],
    ['keep orders@latest attic', 2, 'usage', /archive, pin or reference/],
  ] as const;
  for (const [args, exit, code, text] of refused) expectError(await shop.run(args), exit, code, text);
  const none = await shop.run('read orders@latest --at-most 0');
  expect(none).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error: .*whole number from 1/) });
});

test('a store that refuses, or is full, or a scratch disk that is: one line, and nothing recorded', async () => {
  const shop = await openArchiveShop();
  const s3 = inject('s3');
  const bucket = (name: string, secret: string) =>
    `{ url: "s3://${name}/a", endpoint: "${s3.endpoint}", accessKeyId: { env: S3_ID }, secretAccessKey: { env: ${secret} } }`;
  const env = { S3_ID: s3.accessKeyId, S3_SECRET: s3.secretAccessKey, S3_WRONG: 'wrong' };
  shop.store(bucket(s3.bucket, 'S3_WRONG'));
  expectError(await shop.run('keep orders@latest archive', { env }), 4, 'store-denied', /credentials/);
  shop.store(bucket('no-such-bucket', 'S3_SECRET'));
  expectError(await shop.run('keep orders@latest archive', { env }), 2, 'store-invalid');

  mkdirSync(shop.store_folder);
  chmodSync(shop.store_folder, 0o555);
  shop.store('archive');
  for (const folder of [shop.folder, path.join(shop.folder, '.tidemark')]) chmodSync(folder, 0o777);
  for (const file of readdirSync(path.join(shop.folder, '.tidemark')))
    chmodSync(path.join(shop.folder, '.tidemark', file), 0o666);
  const asNobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  expectError(await shop.run('keep orders@latest archive', asNobody), 4, 'store-denied');

  const script = (mounted: string, command: string) =>
    `mount -t tmpfs -o size=200k tmpfs ${mounted} && ${command}; echo "exit $?"; find ${mounted} -type f`;
  const inNamespace = (line: string) =>
    new Promise<string>((resolve) => {
      execFile('unshare', ['-rm', 'sh', '-c', `exec 2>&1; ${line}`], { cwd: shop.folder }, (_, stdout) =>
        resolve(stdout),
      );
    });
  const keep = `node ${BIN} keep orders@latest archive`;
  const full = /^error: [^\n]*full[^\n]*\[disk-full\]\nexit 4\n$/;
  expect(await inNamespace(script('archive', keep))).toMatch(full);
  mkdirSync(path.join(shop.folder, 'scratch'));
  expect(await inNamespace(script('scratch', `TMPDIR=$PWD/scratch ${keep}`))).toMatch(full);
  expectError(await shop.run('read orders@latest --from archive'), 3, 'not-kept');
  chmodSync(shop.store_folder, 0o755);
  expect((await shop.run('keep orders@latest archive')).code).toBe(0);
  expect(
    await inNamespace(
      script('scratch', `TMPDIR=$PWD/scratch node ${BIN} verify orders@latest --from archive`),
    ),
  ).toMatch(full);
});
