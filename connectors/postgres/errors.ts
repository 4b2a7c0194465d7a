import type { DriverErrorKind } from '../../src/source/driver.ts';
import { TLS_REFUSED } from '../tls-refusal.ts';

/** By SQLSTATE, whole or class, or the network's code. The longest that fits counts. */
const KINDS: Readonly<Record<string, DriverErrorKind>> = {
  '08': 'transient',
  '40': 'transient',
  '53300': 'transient',
  '55P03': 'transient',
  '57P': 'transient',
  '25P03': 'transient',
  ECONNREFUSED: 'transient',
  ECONNRESET: 'transient',
  EPIPE: 'transient',
  ETIMEDOUT: 'transient',
  EHOSTUNREACH: 'transient',
  ENETUNREACH: 'transient',
  EAI_AGAIN: 'transient',
  '28': 'denied',
  '42501': 'denied',
  '3D': 'missing',
  '3F': 'missing',
  '42P01': 'missing',
  ENOTFOUND: 'missing',
  ENOENT: 'missing',
  // Of a timeout as of a cancellation; but one of ours has been told as such before.
  '57014': 'timeout',
  '0A': 'invalid',
  '22': 'invalid',
  '26': 'invalid',
  '42': 'invalid',
  '54': 'invalid',
  [TLS_REFUSED]: 'invalid',
};

/** What one can do about an error of Postgres, of the network or of the client library. */
export function kindOf(error: unknown): DriverErrorKind {
  const { code = '', message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  const found = Object.keys(KINDS)
    .filter((known) => String(code).startsWith(known))
    .sort((a, b) => b.length - a.length)[0];
  if (found !== undefined) return KINDS[found] ?? 'unknown';
  if (/Connection terminated|timeout expired|not queryable|Connection ended/i.test(message))
    return 'transient';
  return 'unknown';
}

/** Where several addresses of a host were tried, the first one's error, which unlike the whole says something. */
export function firstOf(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
}
