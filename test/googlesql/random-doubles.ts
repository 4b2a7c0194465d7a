import { seededRandom } from '../conformance/seeded-random.ts';

/** Every power of two with its neighbours, subnormal ones included, and as many doubles of random bits. */
export function randomDoubles(seed: number): readonly number[] {
  const random = seededRandom(seed);
  const below = (limit: number) => BigInt(Math.floor(random() * limit));
  const doubles: number[] = [];
  for (let exponent = -1074; exponent <= 1023; exponent++) {
    const bits = bitsOf(2 ** exponent);
    doubles.push(...[bits - 1n, bits, bits + 1n].map((b) => double(b | (below(2) << 63n))));
    doubles.push(double((below(2 ** 32) << 32n) | below(2 ** 32)));
    doubles.push(double((below(2) << 63n) | (below(2 ** 20) << 32n) | below(2 ** 32)));
  }
  return doubles;
}

function bitsOf(value: number): bigint {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleBE(value);
  return buffer.readBigUInt64BE();
}

function double(bits: bigint): number {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(bits);
  return buffer.readDoubleBE();
}
