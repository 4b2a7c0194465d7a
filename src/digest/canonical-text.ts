import type { TypeName } from '../source/column.ts';
import { formatDouble } from './double.ts';

/** The canonical text of NULL. */
const NULL_TEXT = '~N';

/**
 * A value as the in-process reference takes it, by type: integers and decimals as text or bigint, doubles
 * as numbers, times as microseconds and dates as days (bigint), bytes and the rest as text or bytes.
 */
export type ReferenceValue = string | bigint | number | boolean | Uint8Array | null;

/**
 * The canonical text of a value: docs/formats.md, section 1. The in-process reference that every engine's
 * SQL is held to.
 * @throws TypeError where the value is not of the type
 */
export function canonicalText(value: ReferenceValue, type: TypeName): string {
  if (value === null) return NULL_TEXT;
  switch (type) {
    case 'int':
    case 'date':
    case 'timestamp':
    case 'timestamptz':
    case 'time':
      return integerText(value);
    case 'decimal':
      return decimalText(value);
    case 'double':
      if (typeof value === 'number') return formatDouble(value);
      break;
    case 'bool':
      if (typeof value === 'boolean') return value ? '1' : '0';
      break;
    case 'string':
    case 'opaque':
      if (typeof value === 'string') return escapeText(value);
      break;
    case 'bytes':
      if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
      break;
    case 'uuid':
      if (typeof value === 'string') return value.toLowerCase();
      break;
  }
  throw new TypeError(`no canonical text for ${typeof value} as ${type}`);
}

/** `~` → `~~`, then `|` → `~p`. */
export function escapeText(text: string): string {
  return text.replaceAll('~', '~~').replaceAll('|', '~p');
}

function integerText(value: ReferenceValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (value === 'inf' || value === '-inf') return value;
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value).toString();
  throw new TypeError(`${String(value)} is not an integer`);
}

function decimalText(value: ReferenceValue): string {
  const text = typeof value === 'bigint' ? value.toString() : value;
  const match = typeof text === 'string' ? /^([+-]?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(text) : null;
  if (!match || text === '') throw new TypeError(`${String(value)} is not a decimal`);
  const [, sign, whole = '', fraction = ''] = match;
  const digits = `${whole || '0'}${fraction === '' ? '' : `.${fraction}`}`;
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}
