import { hash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { decimalText, doubleText, floatAsDecimal } from './read-number.ts';
import { readDate, readTime, readTimestamp } from './read-time.ts';
import { RefusedValue, type SqliteValue } from './refused-value.ts';
import { startOf } from './start-of.ts';

/** What SQLite's own functions make of text that is not UTF-8. */
const REPLACEMENT = '\uFFFD';
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Gives the connection Tidemark's functions, which the dialect's SQL calls. Those that read a value give NULL
 * where it is not of their type, and `tidemark_refuse` then says so.
 * @param throwIfStopped called where a scan cannot help passing, so that it can be ended
 */
export function registerFunctions(db: Database, throwIfStopped: () => void): void {
  const add = (name: string, work: (...values: never[]) => unknown, safeIntegers = true) =>
    db.function(`tidemark_${name}`, { deterministic: true, safeIntegers }, work);

  add('sha256', (text: string) => {
    throwIfStopped();
    return text.includes(REPLACEMENT) ? null : hash('sha256', text, 'hex');
  });
  add('sha256_bytes', (bytes: Buffer) => {
    strict.decode(bytes);
    return hash('sha256', bytes, 'hex');
  });
  add('hex', (text: string, start: number, length: number) => hexDigits(text, start, length), false);
  db.aggregate('tidemark_sum', {
    start: () => [0n],
    step: (total: bigint[], value: bigint) => {
      total[0] = (total[0] ?? 0n) + value;
    },
    result: ([sum]) => String(sum),
    safeIntegers: true,
    deterministic: true,
  });

  const time = (name: string, read: (text: string) => bigint | null) =>
    add(
      name,
      remembered((value) => {
        throwIfStopped();
        return typeof value === 'string' ? read(value) : null;
      }),
    );
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
  add('refuse', (value: SqliteValue, expression: string, native: string) => {
    throw new RefusedValue(value, expression, native);
  });
}

/** Up to 13 digits fit a JavaScript number; SQLite is given an integer either way. */
function hexDigits(text: string, start: number, length: number): bigint {
  const digits = text.slice(start, start + length);
  return length > 13 ? BigInt(`0x${digits}`) : BigInt(Number.parseInt(digits, 16));
}

/** The ingestion timestamp is asked for several times a row: the last answer is kept. */
function remembered(read: (value: SqliteValue) => bigint | null): (value: SqliteValue) => bigint | null {
  let last: SqliteValue = null;
  let answer: bigint | null = null;
  return (value) => {
    if (value === last) return answer;
    answer = read(value);
    last = value;
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
