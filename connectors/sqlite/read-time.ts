const SHAPE = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;
const TIME_SHAPE = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?$/;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export interface TimeRules {
  /** An offset from UTC may follow; without one the text is UTC. */
  readonly zone: boolean;
  /** Digits finer than a microsecond are cut off; otherwise such a text is none. */
  readonly floor: boolean;
}

/**
 * Microseconds since the epoch of an ISO 8601 date, or date and time: `T` or a space between, seconds and
 * their fraction optional, `Z` always allowed.
 * @returns null where it is none, or names a day or time that does not exist
 */
export function readTimestamp(text: string, rules: TimeRules): bigint | null {
  const match = SHAPE.exec(text);
  if (!match) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const days = daysSince1970(Number(year), Number(month), Number(day));
  const seconds = secondsOfDay(hour, minute, second);
  const micros = readFraction(fraction, rules.floor);
  const offset = readOffset(zone);
  if (days === null || seconds === null || micros === null || offset === null) return null;
  if (offset !== 0 && !rules.zone) return null;
  return BigInt(days * 86_400 + seconds - offset) * 1_000_000n + BigInt(micros);
}

/** Days since 1970-01-01 of `YYYY-MM-DD`; null where it is none. */
export function readDate(text: string): bigint | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  const days = match && daysSince1970(Number(match[1]), Number(match[2]), Number(match[3]));
  return days === null ? null : BigInt(days);
}

/** Microseconds since midnight; null where it is none. */
export function readTime(text: string): bigint | null {
  const [whole, hour = '', minute = '', second = '0', fraction = ''] = TIME_SHAPE.exec(text) ?? [];
  const seconds = secondsOfDay(hour, minute, second);
  const micros = readFraction(fraction, false);
  if (whole === undefined || seconds === null || micros === null) return null;
  return BigInt(seconds * 1_000_000 + micros);
}

/** The calendar's rules back to year 1; `Date` would read the years before 100 as those of the last century. */
function daysSince1970(year: number, month: number, day: number): number | null {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 && leap ? 29 : (MONTH_DAYS[month - 1] ?? 0);
  if (year < 1 || day < 1 || day > length) return null;
  const shifted = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leaps = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leaps + dayOfYear - 719_468;
}

function secondsOfDay(hour: string, minute: string, second: string): number | null {
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  return h < 24 && m < 60 && s < 60 ? h * 3600 + m * 60 + s : null;
}

function readFraction(digits: string, floor: boolean): number | null {
  if (digits.length > 6 && !floor && /[^0]/.test(digits.slice(6))) return null;
  return Number(digits.slice(0, 6).padEnd(6, '0'));
}

/** Seconds east of UTC. */
function readOffset(zone: string): number | null {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', ''))];
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}
