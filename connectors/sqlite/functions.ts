import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { decimalText, doubleText, floatAsDecimal } from './read-number.ts';
import { readDate, readTime, readTimestamp } from './read-time.ts';
import { RefusedText, RefusedValue, type SqliteValue } from './refused-value.ts';
import { startOf } from './start-of.ts';

/** What SQLite's own functions make of text that is not UTF-8. */
const REPLACEMENT = '\uFFFD';

/**
 * Gives the connection Tidemark's functions, which the dialect's SQL calls. Those that read a value give NULL
 * where it is not of their type, and `tidemark_refuse` then says so.
 * @param throwIfStopped called where a scan cannot help passing, so that it can be ended
 */
export function registerFunctions(db: Database, throwIfStopped: () => void): void {
  const add = (name: string, work: (...values: never[]) => unknown, options = {}) =>
    db.function(`tidemark_${name}`, { deterministic: true, safeIntegers: true, ...options }, work);

  add('sha256', (text: string) => {
    throwIfStopped();
    return text.includes(REPLACEMENT) ? null : hash('sha256', text, 'hex');
  });
  add('sha256_bytes', (bytes: Buffer) => {
    if (!isUtf8(bytes)) throw new RefusedText();
    return hash('sha256', bytes, 'hex');
  });
  add('is_utf8', (bytes: Buffer) => (isUtf8(bytes) ? 1n : 0n));
  add('hex', (text: string, start: number, length: number) => hexDigits(text, start, length), {
    safeIntegers: false,
  });
  db.aggregate('tidemark_sum', {
    start: () => [0n],
    step: (total: bigint[], value: bigint) => {
      total[0] = (total[0] ?? 0n) + value;
    },
    result: ([sum]) => String(sum),
    safeIntegers: true,
    deterministic: true,
  });

  const time = (name: string, read: (text: string) => bigint | null) => {
    const readOnce = remembered(read);
    add(name, (value: SqliteValue) => {
      throwIfStopped();
      return typeof value === 'string' ? readOnce(value) : null;
    });
  };
  time('timestamp', (text) => readTimestamp(text, { zone: false, floor: false }));
  time('timestamptz', (text) => readTimestamp(text, { zone: true, floor: false }));
  time('timestamp_floor', (text) => readTimestamp(text, { zone: false, floor: true }));
  time('timestamptz_floor', (text) => readTimestamp(text, { zone: true, floor: true }));
  time('date', readDate);
  time('time', readTime);
  for (const granularity of ['hour', 'day', 'month', 'year'] as const) {
    add(`start_${granularity}`, startOf(granularity));
  }

  add('int', (value: SqliteValue) => integerText(value));
  add('decimal', (value: SqliteValue, precision: bigint, scale: bigint) =>
    decimal(value, Number(precision), Number(scale)),
  );
  add('double', (value: SqliteValue) => double(value));
  add('bool', (value: SqliteValue) => bool(value));
  add('real_text', (value: number) => String(value));
  add('uuid', (value: SqliteValue) => uuid(value));
  const refuse = (value: SqliteValue, expression: string, native: string) => {
    throw new RefusedValue(value, expression, native);
  };
  add('refuse', refuse, { deterministic: false });
}

/** Up to 13 digits fit a JavaScript number; SQLite is given an integer either way. */
function hexDigits(text: string, start: number, length: number): bigint {
  const digits = text.slice(start, start + length);
  return length > 13 ? BigInt(`0x${digits}`) : BigInt(Number.parseInt(digits, 16));
}

/** The ingestion timestamp is asked for several times a row: the last answer is kept. */
function remembered(read: (text: string) => bigint | null): (text: string) => bigint | null {
  let last: string | undefined;
  let answer: bigint | null = null;
  return (text) => {
    if (text !== last) answer = read(text);
    last = text;
    return answer;
  };
}

function integerText(value: SqliteValue): string | null {
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'string' && /^[+-]?\d+$/.test(value) ? BigInt(value).toString() : null;
}

function decimal(value: SqliteValue, precision: number, scale: number): string | null {
  if (typeof value === 'number') return floatAsDecimal(value, precision, scale);
  if (typeof value !== 'string' && typeof value !== 'bigint') return null;
  return decimalText(String(value), precision, scale);
}

/** An integer counts where a double holds it exactly. */
function double(value: SqliteValue): string | null {
  if (typeof value === 'number') return doubleText(value);
  if (typeof value === 'bigint') {
    return BigInt(Number(value)) === value ? doubleText(Number(value)) : null;
  }
  if (typeof value !== 'string' || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) return null;
  return doubleText(Number(value));
}

/** For casts to bool; a BOOLEAN column holds 0 and 1. */
function bool(value: SqliteValue): bigint | null {
  if (value === 0n || value === 1n) return value;
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  return text === 'true' || text === '1' ? 1n : text === 'false' || text === '0' ? 0n : null;
}

/** With or without hyphens, or as 16 bytes. */
function uuid(value: SqliteValue): string | null {
  const text = Buffer.isBuffer(value) ? value.toString('hex') : String(value).toLowerCase();
  if (!/^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(text)) return null;
  return text.replaceAll('-', '').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
