import { readFileSync } from 'node:fs';
import type { ReferenceValue } from '../../src/digest/canonical-text.ts';
import type { TypeName } from '../../src/source/column.ts';

export interface ValueVector {
  readonly type: TypeName;
  readonly text: string;
  readonly value?: string | boolean | number | null;
  /** For doubles: the bits, in hex. */
  readonly bits?: string;
}

/** test/golden/vectors.json: the contract's worked values. */
export const vectors = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8'));

const MICROS_A_DAY = 86_400_000_000n;

/** A vector's value in the form that the in-process reference takes. */
export function referenceValue({ type, value, bits }: Omit<ValueVector, 'text'>): ReferenceValue {
  if (bits !== undefined) return Buffer.from(bits, 'hex').readDoubleBE();
  if (value === null || value === undefined) return null;
  const text = String(value);
  switch (type) {
    case 'int':
      return BigInt(text);
    case 'double':
      return Number(value);
    case 'bool':
      return value === true;
    case 'bytes':
      return Buffer.from(text, 'hex');
    case 'date':
      return instantMicros(`${text}T00:00:00Z`) / MICROS_A_DAY;
    case 'timestamp':
    case 'timestamptz':
      return instantMicros(text);
    case 'time':
      return instantMicros(`1970-01-01T${text}Z`);
    default:
      return text;
  }
}

/** Microseconds since the epoch of an ISO text, with any offset and up to six digits of a second. */
export function instantMicros(text: string): bigint {
  const [, head = '', fraction = '', zone = ''] =
    /^(.*?T\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  return BigInt(Date.parse(`${head}${zone || 'Z'}`)) * 1000n + BigInt(fraction.padEnd(6, '0'));
}
