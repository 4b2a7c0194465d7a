import type { ReferenceValue } from '../../src/digest/canonical-text.ts';
import { instantMicros } from '../golden/vectors.ts';
import { EDGE_VALUES } from './edge-values.ts';
import type { TestColumn, TestRow } from './fixture.ts';
import { seededRandom } from './seeded-random.ts';

const ALPHABET = [...'abcXYZ019 |~\'"\\\n\t%_äß漢😀'];
const SPAN = instantMicros('2021-02-01T00:00:00Z') - instantMicros('2020-12-01T00:00:00Z');

/** A table with one column of every type, NULLs, edge values and random ones, over two months. */
export function randomTable(
  seed: number,
  size: number,
): { columns: readonly TestColumn[]; rows: readonly TestRow[] } {
  const random = seededRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const big = (limit: bigint) => (BigInt(below(2 ** 30)) * (1n << 31n) + BigInt(below(2 ** 30))) % limit;
  const digits = (count: number) => Array.from({ length: count }, () => below(10)).join('');
  const hex = (count: number) => Array.from({ length: count }, () => below(16).toString(16)).join('');
  const decimal = (whole: number, fraction: number) =>
    `${below(2) === 0 ? '-' : ''}${whole === 0 ? '0' : BigInt(digits(1 + below(whole)))}.${digits(fraction)}`;

  const make: Readonly<Record<string, () => ReferenceValue>> = {
    int: () => big(1n << 62n) * (below(2) === 0 ? 1n : -1n),
    'decimal(12,0)': () => digits(1 + below(12)),
    'decimal(12,2)': () => decimal(10, 2),
    'decimal(3,3)': () => decimal(0, 3),
    'decimal(38,9)': () => decimal(29, 9),
    'decimal(38,38)': () => decimal(0, 38),
    double: () => {
      const bytes = Buffer.from(hex(16), 'hex').readDoubleBE();
      return below(2) === 0 ? bytes : (random() - 0.5) * 10 ** below(20);
    },
    bool: () => below(2) === 0,
    string: () => Array.from({ length: below(12) }, () => ALPHABET[below(ALPHABET.length)]).join(''),
    bytes: () => Buffer.from(hex(2 * below(12)), 'hex'),
    date: () => BigInt(below(40_000) - 10_000),
    timestamp: () => big(4_000_000_000_000_000n) - 1_000_000_000_000_000n,
    timestamptz: () => big(4_000_000_000_000_000n) - 1_000_000_000_000_000n,
    time: () => big(86_400_000_000n),
    uuid: () => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`,
  };
  const value = (type: string): ReferenceValue => {
    const dice = below(20);
    if (dice === 0) return null;
    const edges = (EDGE_VALUES[type] ?? []).filter((v) => typeof v !== 'string' || v.length < 1000);
    if (dice < 4 && edges.length > 0) return edges[below(edges.length)] ?? null;
    return make[type]?.() ?? null;
  };

  const types = Object.keys(make);
  const columns: TestColumn[] = [
    { name: 'id', type: 'int' },
    { name: 'at', type: 'timestamptz' },
    ...types.map((type) => ({ name: `c_${type.replaceAll(/\W+/g, '_').replace(/_$/, '')}`, type })),
  ];
  const start = instantMicros('2020-12-01T00:00:00Z');
  const rows = Array.from(
    { length: size },
    (): TestRow => [BigInt(below(size)), start + big(SPAN), ...types.map(value)],
  );
  return { columns, rows };
}
