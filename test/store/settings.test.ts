import { expect, test } from 'vitest';
import { partSize } from '../../src/store/part-size.ts';
import { storeSettings } from '../../src/store/store-settings.ts';

const keys = { accessKeyId: { env: 'A' }, secretAccessKey: { env: 'B' } };

test.each([
  '.tidemark/store',
  '/x/y',
  's3://bucket',
  's3://bucket/',
  's3://my.bucket-1/a/b=c/',
  { url: 's3://bucket/a', endpoint: 'http://127.0.0.1:9000', region: 'eu', pathStyle: false, ...keys },
])('takes %j', (settings) => {
  expect(storeSettings.parse(settings)).toEqual(settings);
});

test.each([
  '',
  'https://bucket.s3.amazonaws.com/x',
  's3://',
  's3://b',
  's3://user:password@bucket/x',
  's3://bucket/a/../b',
  's3://bucket//a',
  's3://bucket/a b',
  'S3://bucket',
  {},
  { url: '/x/y' },
  { url: 's3://bucket', endpoint: 'localhost:9000' },
  { url: 's3://bucket', endpoint: 'https://user:password@host' },
  { url: 's3://bucket', accessKeyId: 'AKIA', secretAccessKey: 'secret' },
  { url: 's3://bucket', accessKeyId: { env: 'A' } },
  { url: 's3://bucket', sessionToken: { env: 'A' } },
  { url: 's3://bucket', bucket: 'x' },
])('refuses %j', (settings) => {
  expect(storeSettings.safeParse(settings).success).toBe(false);
});

test('cuts any file into as many parts as S3 takes, of which few are in memory', () => {
  const MIB = 1024n * 1024n;
  for (const bytes of [0n, 1n, 40n * MIB, 80_000n * MIB, 80_000n * MIB + 1n, 10n ** 12n, 5n * 2n ** 40n]) {
    const { part, atOnce } = partSize(bytes);
    expect((bytes + BigInt(part) - 1n) / BigInt(part)).toBeLessThanOrEqual(10_000n);
    expect(part).toBeGreaterThanOrEqual(5 * 1024 * 1024);
    expect(part * (atOnce + 1)).toBeLessThanOrEqual(Math.max(64 * 1024 * 1024, 2 * part));
  }
});
