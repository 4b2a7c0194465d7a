import { TidemarkError } from './errors.ts';

/**
 * An instant in UTC with whole seconds, as text: `2020-10-31T00:00:00Z`. Years 0001 to 9999, so that
 * instants order as their texts do. Partition bounds and watermarks are instants.
 */
export type Instant = string & { readonly __brand: 'Instant' };

const SHAPE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?:Z|\+00(?::?00)?)?)?$/;
const MILLION = 1_000_000n;

/** The first second of year 1 and the last of year 9999, since the epoch. */
const FIRST_SECOND = -62_135_596_800n;
const LAST_SECOND = 253_402_300_799n;

/**
 * Reads a point in time as people write it: a date (its midnight), or a date and a time, in UTC, with
 * or without `Z` and up to six digits of a second's fraction.
 * @returns microseconds since the epoch
 * @throws instant-invalid where it is not one, or names a day or an hour that does not exist
 */
export function parseMicros(text: string): bigint {
  const match = SHAPE.exec(text.trim());
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = ''] = match ?? [];
  const normal = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  const milliseconds = match ? Date.parse(normal) : Number.NaN;
  if (Number.isNaN(milliseconds) || year === '0000' || iso(milliseconds) !== normal) {
    throw new TidemarkError(
      'instant-invalid',
      `"${text}" is not an instant: expected a UTC date or time such as 2020-10-31 or 2020-10-31T00:00:00Z.`,
    );
  }
  return BigInt(milliseconds) * 1000n + BigInt(fraction.padEnd(6, '0'));
}

/** Prints microseconds since the epoch as `2020-09-01T00:00:00Z`, with a fraction only where it is not zero. */
export function formatMicros(micros: bigint): string {
  const whole = instantFromMicros(micros);
  const fraction = micros - microsOf(whole);
  if (fraction === 0n) return whole;
  return `${whole.slice(0, -1)}.${fraction.toString().padStart(6, '0').replace(/0+$/, '')}Z`;
}

/**
 * Reads an instant of whole seconds.
 * @throws instant-invalid
 */
export function parseInstant(text: string): Instant {
  const micros = parseMicros(text);
  if (micros % MILLION !== 0n) {
    throw new TidemarkError(
      'instant-invalid',
      `"${text}" has a fraction of a second; expected whole seconds.`,
    );
  }
  return instantFromMicros(micros);
}

/** Whether the text is an instant in its one stored form. */
export function isInstant(text: string): text is Instant {
  try {
    return parseInstant(text) === text;
  } catch {
    return false;
  }
}

/** The instant at or before that many microseconds since the epoch. */
export function instantFromMicros(micros: bigint): Instant {
  const seconds = (micros - (((micros % MILLION) + MILLION) % MILLION)) / MILLION;
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
    throw new TidemarkError('instant-invalid', `${micros} µs since 1970 is outside the years 0001 to 9999.`);
  }
  return iso(Number(seconds) * 1000) as Instant;
}

/** Microseconds since the epoch, exact. */
export function microsOf(instant: Instant): bigint {
  return BigInt(Date.parse(instant)) * 1000n;
}

/** The instant as an ID carries it: `20201031T000000Z`. */
export function compactInstant(instant: Instant): string {
  return instant.replaceAll('-', '').replaceAll(':', '');
}

function iso(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
