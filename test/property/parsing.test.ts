import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDuration } from '../../src/base/duration.ts';
import { TidemarkError } from '../../src/base/errors.ts';
import { parseInstant, parseMicros } from '../../src/base/instant.ts';
import { checkName } from '../../src/base/names.ts';
import { parseRecheck } from '../../src/partition/recheck.ts';
import { parseFold } from '../../src/read/selection.ts';
import { checkSplit } from '../../src/split/check-split.ts';
import { cutPoints, normaliseShare } from '../../src/split/share.ts';
import type { Split } from '../../src/split/split.ts';
import { checkManifest, parseManifest, printManifest } from '../../src/version/manifest.ts';
import { parseReference } from '../../src/version/reference.ts';
import { checkTag } from '../../src/version/tag-name.ts';
import { parseId } from '../../src/version/version-id.ts';
import { vectors } from '../golden/vectors.ts';

/** The code of the error that the work throws; a test fails on any other kind of error. */
function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof TidemarkError && error.message.length > 20) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('every parser either takes a text or says what it expected', () => {
  const parsers: Record<string, (text: string) => unknown> = {
    id: parseId,
    reference: parseReference,
    manifest: parseManifest,
    instant: parseInstant,
    micros: parseMicros,
    duration: parseDuration,
    recheck: parseRecheck,
    share: normaliseShare,
    fold: parseFold,
    tag: checkTag,
    name: (text) => checkName('dataset', text),
  };
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'orders@20201031T000000Z-66a6u2o64u5mv5ew.-/ ') }),
    fc.json(),
  );
  test.each(Object.entries(parsers))('%s', (_, parse) => {
    fc.assert(
      fc.property(text, (input) => void codeOf(() => parse(input))),
      { numRuns: 500 },
    );
  });
});

describe('IDs', () => {
  const good = 'orders@20201031T000000Z-66a6u2o64u5mv5ew';
  test('of the contract', () => {
    expect(parseId(good)).toEqual({
      dataset: 'orders',
      watermark: '2020-10-31T00:00:00Z',
      hash: '66a6u2o64u5mv5ew',
    });
    expect(parseId('shop.users-eu@20201031T050000Z-hzjxdw').hash).toBe('hzjxdw');
  });
  test.each([
    'orders',
    'orders@',
    '@20201031T000000Z-66a6u2o64u5mv5ew',
    'Orders@20201031T000000Z-66a6u2o64u5mv5ew',
    'orders.@20201031T000000Z-66a6u2o64u5mv5ew',
    'or--ders@20201031T000000Z-66a6u2o64u5mv5ew',
    `${'x'.repeat(64)}@20201031T000000Z-66a6u2o64u5mv5ew`,
    'orders@20201331T000000Z-66a6u2o64u5mv5ew',
    'orders@20200230T000000Z-66a6u2o64u5mv5ew',
    'orders@20201031T240000Z-66a6u2o64u5mv5ew',
    'orders@20201031T000000-66a6u2o64u5mv5ew',
    'orders@20201031T000000Z-66a6u',
    'orders@20201031T000000Z-66a6u2o64u5mv5ewx',
    'orders@20201031T000000Z-66A6U2O64U5MV5EW',
    'orders@20201031T000000Z-66a6u2o64u5mv501',
    ` ${good}`,
    `${good}\n`,
  ])('refuses %j', (text) => {
    expect(codeOf(() => parseId(text))).toBe('reference-invalid');
  });
});

describe('references', () => {
  test.each([
    ['orders@latest', { by: 'latest' }],
    ['orders@2020-10-31', { by: 'watermark', watermark: '2020-10-31T00:00:00Z' }],
    ['orders@2020-10-31T05:00Z', { by: 'watermark', watermark: '2020-10-31T05:00:00Z' }],
    ['orders@66a6u2', { by: 'name', hash: '66a6u2', tag: '66a6u2' }],
    ['orders@prod', { by: 'name', hash: null, tag: 'prod' }],
    ['orders@20201031T000000Z-66a6u2', { by: 'id', hash: '66a6u2' }],
  ])('%s', (text, expected) =>
    expect(parseReference(text)).toMatchObject({ dataset: 'orders', ...expected }),
  );
  test.each(['orders', 'orders@', 'a@b@c', 'orders@PROD', 'orders@2020-02-30'])('refuses %j', (text) => {
    expect(codeOf(() => parseReference(text))).toMatch(/^(reference|instant)-invalid$/);
  });
});

describe('shares', () => {
  const refused = [
    ['0.8', '0.1'],
    ['0.8', '0.1', '0.1', '0.0000000001'],
    ['1', '-0.1', '0.1'],
    ['0.5', '0', '0.5'],
    ['0.5', '', '0.5'],
    [],
    ['1.0.0'],
    ['1e0'],
    ['NaN'],
    ['½'],
    ['2'],
  ];
  test.each(refused)('refuses %j', (...shares) => {
    expect(codeOf(() => cutPoints(shares))).toBe('split-invalid');
  });
  test('says what they add up to', () => {
    expect(() => cutPoints(['0.8', '0.1'])).toThrow('add up to 0.9; they must add up to exactly 1');
  });
  test.each([
    ['0.80', '0.8'],
    ['.5', '0.5'],
    ['1.000', '1'],
    ['00.25', '0.25'],
  ])('the shortest form of %s is %s', (text, shortest) => expect(normaliseShare(text)).toBe(shortest));
  test('thirds that add up to 1 exactly are taken, however many digits they have', () => {
    expect(cutPoints(['0.333333333333333333', '0.333333333333333333', '0.333333333333333334']).at(-1)).toBe(
      2n ** 48n,
    );
  });
});

describe('splits', () => {
  const parts = [
    { name: 'train', share: '0.5' },
    { name: 'test', share: '0.5' },
  ];
  test.each([
    { algorithm: 'split-v1', key: [], parts, salt: '' },
    { algorithm: 'split-v1', key: ['a'], parts: [...parts, ...parts], salt: '' },
    { algorithm: 'time-v1', column: 'a', parts: [] },
    { algorithm: 'time-v1', column: 'a', parts: [{ name: 'train', until: '2020-01-01' }] },
    {
      algorithm: 'time-v1',
      column: 'a',
      parts: [
        { name: 'train', until: '2020-02-01' },
        { name: 'test', until: '2020-01-01' },
        { name: 'rest', until: null },
      ],
    },
  ] as Split[])('refuses %j', (split) => expect(codeOf(() => checkSplit(split))).toBe('split-invalid'));
});

describe('manifests', () => {
  const { manifest } = vectors.version;
  test('print and parse are inverse', () => {
    for (const { jcs } of [vectors.version, vectors.version2])
      expect(printManifest(parseManifest(jcs))).toBe(jcs);
  });
  // A manifest as something else may have written it: any shape at all.
  type Loose = ReturnType<typeof JSON.parse>;
  const changes: Record<string, (m: Loose) => void> = {
    'an unknown key': (m) => (m.extra = 1),
    'a missing key': (m) => delete m.rows,
    'another format': (m) => (m.format = 'tidemark.manifest/2'),
    'another digest': (m) => (m.digest = 'md5'),
    'a bad name': (m) => (m.dataset = 'Orders'),
    'a watermark off a boundary': (m) => (m.watermark = '2020-10-31T01:00:00Z'),
    'a watermark that is none': (m) => (m.watermark = '2020-10-31'),
    'rows as a number': (m) => (m.periods[0].rows = 4),
    'a count with a sign': (m) => (m.periods[0].rows = '-4'),
    'a digest in capitals': (m) => (m.periods[0].digest = m.periods[0].digest.toUpperCase()),
    'periods twice': (m) => m.periods.push(m.periods[0]),
    'a schema out of order': (m) => (m.schema = m.schema.toReversed()),
    'no columns': (m) => (m.schema = []),
    'a type that there is not': (m) => (m.schema[0].type = 'json'),
    'a key column that is not there': (m) => (m.split.key = ['nope']),
    'an ingestion column that is not there': (m) => (m.ingestion.column = 'nope'),
    'shares that do not add up': (m) => (m.split.parts[0].share = '0.7'),
    'a share not in its shortest form': (m) => (m.split.parts[0].share = '0.80'),
    'an opaque column of no engine': (m) => (m.schema[0].type = 'opaque'),
    'an empty filter': (m) => (m.filter = ''),
  };
  test.each(Object.entries(changes))('refuses %s', (_, change) => {
    const copy = structuredClone(manifest);
    change(copy);
    expect(codeOf(() => checkManifest(copy))).toBe('manifest-invalid');
  });
  test.each(['', '[]', 'null', '{', '"x"'])('refuses %j', (text) => {
    expect(codeOf(() => parseManifest(text))).toBe('manifest-invalid');
  });
});

test.each(['latest', '2020-10-31', 'Prod', '', 'a b'])('a tag cannot be %j', (tag) => {
  expect(codeOf(() => checkTag(tag))).toBe('name-invalid');
});
