import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fetchObject } from '../../src/archive/fetch-object.ts';
import { oneAhead } from '../../src/base/one-ahead.ts';
import type { ArchivedObject, Segment } from '../../src/catalog/archives.ts';
import { partitionRuns } from '../../src/partition/runs.ts';
import type { ByteRange, Store } from '../../src/store/store.ts';
import { tempFolder } from '../support/temp-folder.ts';

const SIGNAL = new AbortController().signal;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('work is done in order, one ahead of its use, and never three at once', async () => {
  const events: string[] = [];
  let going = 0;
  const results = oneAhead([1, 2, 3, 4], async (n, i) => {
    expect(++going).toBeLessThanOrEqual(2);
    events.push(`begin ${n}`);
    await sleep(3);
    going--;
    expect(i).toBe(n - 1);
    return n;
  });
  for await (const n of results) {
    await sleep(6);
    events.push(`used ${n}`);
  }
  expect(events).toEqual(
    [1, 2, 3, 4].flatMap((n) =>
      n === 1 ? ['begin 1', 'begin 2', 'used 1'] : n < 4 ? [`begin ${n + 1}`, `used ${n}`] : [`used ${n}`],
    ),
  );
  for await (const _ of oneAhead([], async () => 1)) throw new Error('there is nothing');
});

test('an error comes in its turn, and what was begun is waited for', async () => {
  let ended = 0;
  const work = async (n: number) => {
    await sleep(n * 3);
    ended++;
    if (n === 2) throw new Error('second');
    return n;
  };
  const seen: number[] = [];
  const all = async () => {
    for await (const n of oneAhead([1, 2, 3], work)) seen.push(n);
  };
  await expect(all()).rejects.toThrow('second');
  expect([seen, ended]).toEqual([[1], 2]);

  ended = 0;
  for await (const n of oneAhead([1, 5, 3], work)) {
    expect(n).toBe(1);
    break;
  }
  expect(ended).toBe(2);
  const own = async () => {
    for await (const _ of oneAhead([1, 2], work)) throw new Error('own');
  };
  await expect(own()).rejects.toThrow('own');
});

test('runs hold every partition once, in order, and no more rows than their last partition adds', () => {
  const sizes = fc.array(fc.bigInt({ min: 1n, max: 50n }), { maxLength: 40 });
  fc.assert(
    fc.property(sizes, fc.bigInt({ min: 1n, max: 100n }), (rows, most) => {
      const partitions = rows.map((count, i) => ({ from: String(i) as never, digest: '', rows: count }));
      const runs = partitionRuns(partitions, most);
      expect(runs.flat()).toEqual(partitions);
      for (const [i, run] of runs.entries()) {
        expect(run.length).toBeGreaterThan(0);
        const total = (of: typeof run) => of.reduce((sum, p) => sum + p.rows, 0n);
        expect(total(run.slice(0, -1)) < most).toBe(true);
        if (i < runs.length - 1) expect(total(run) >= most).toBe(true);
      }
      // What a killed run brought leaves the rest in the same runs.
      expect(partitionRuns(runs.slice(1).flat(), most)).toEqual(runs.slice(1));
    }),
  );
});

/** Segments of random sizes whose split numbers rise, and a footer. */
const segmented = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 50 }), fc.integer({ min: 0, max: 9 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => {
    let [end, split] = [0n, 0n];
    const segments: Segment[] = parts.map(([bytes, width], i) => {
      end += BigInt(bytes.length);
      const least = split;
      split += BigInt(width);
      return {
        end,
        sha256: sha256(bytes),
        splits: i === parts.length - 1 ? null : ([least, split] as const),
      };
    });
    const bytes = Buffer.concat(parts.map(([b]) => b));
    const object: ArchivedObject = { sha256: sha256(bytes), layout: '', bytes: end, rows: 1n, segments };
    return { bytes, object };
  });

function memoryStore(bytes: Buffer, asked: ByteRange[], chunk = 7): Store {
  return {
    place: 'memory',
    read: async (_key: string, range: ByteRange) => {
      asked.push(range);
      const part = bytes.subarray(Number(range.start), Number(range.end));
      const chunks = Array.from({ length: Math.ceil(part.length / chunk) }, (_, i) =>
        part.subarray(i * chunk, (i + 1) * chunk),
      );
      return Readable.from(chunks, { objectMode: false });
    },
  } as unknown as Store;
}

test('of an object what may hold rows of the range is fetched, once, neighbours together, and holes are zeros', async () => {
  const folder = tempFolder();
  let run = 0;
  const bound = fc.bigInt({ min: 0n, max: 60n });
  await fc.assert(
    fc.asyncProperty(segmented, fc.option(fc.tuple(bound, bound)), async ({ bytes, object }, given) => {
      const range = given ? { least: given[0], end: given[1] } : undefined;
      const asked: ByteRange[] = [];
      const file = path.join(folder, String(run++));
      await fetchObject(memoryStore(bytes, asked), object, range, file, SIGNAL);
      const expected = Buffer.alloc(bytes.length);
      object.segments.forEach(({ end, splits }, i) => {
        const start = Number(object.segments[i - 1]?.end ?? 0n);
        const wanted = !range || !splits || (splits[0] < range.end && splits[1] >= range.least);
        if (wanted) bytes.copy(expected, start, start, Number(end));
      });
      expect(readFileSync(file).equals(expected)).toBe(true);
      for (const [i, one] of asked.entries()) expect(one.start > (asked[i - 1]?.end ?? -1n)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('a flipped bit, a stream that is short and one that is long are told, and leave no file', async () => {
  const folder = tempFolder();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(segmented, fc.nat(), fc.constantFrom('flip', 'short', 'long'), async (made, at, how) => {
      const { bytes, object } = made;
      const bad = Buffer.from(bytes);
      const place = at % bad.length;
      bad.writeUInt8(bad.readUInt8(place) ^ (1 << (at % 8)), place);
      const given = { flip: bad, short: bytes.subarray(0, -1), long: bytes }[how];
      const store = memoryStore(given, []);
      const longer: Store = {
        ...store,
        read: async () => Readable.from([Buffer.concat([bytes, Buffer.of(1)])], { objectMode: false }),
      };
      const file = path.join(folder, String(run++));
      const fetched = fetchObject(how === 'long' ? longer : store, object, undefined, file, SIGNAL);
      await expect(fetched).rejects.toMatchObject({ code: 'object-damaged' });
      expect(existsSync(file)).toBe(false);
    }),
    { numRuns: 60 },
  );
});
