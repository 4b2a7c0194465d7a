import { TidemarkError } from '../base/errors.ts';

/** A share as an exact decimal: `units` of 10^-`scale`. */
interface Share {
  readonly units: bigint;
  readonly scale: number;
}

/** Bits of the split hash that cut points are compared with. */
const RANGE = 1n << 48n;

/**
 * The shortest exact decimal of a share: `0.80` is `0.8`.
 * @param text from 0 (exclusive) to 1 (inclusive), plain notation
 * @throws split-invalid
 */
export function normaliseShare(text: string): string {
  const { units, scale } = parseShare(text);
  const digits = units.toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/**
 * The upper bounds, of 2^48, of each share in turn.
 * @throws split-invalid where the shares do not add up to exactly 1
 */
export function cutPoints(shares: readonly string[]): readonly bigint[] {
  if (shares.length === 0) throw new TidemarkError('split-invalid', 'A split needs at least one part.');
  const parsed = shares.map(parseShare);
  const scale = Math.max(...parsed.map((s) => s.scale));
  const one = 10n ** BigInt(scale);
  let total = 0n;
  const cuts = parsed.map((share) => {
    total += share.units * 10n ** BigInt(scale - share.scale);
    return (RANGE * total) / one;
  });
  if (total !== one) {
    throw new TidemarkError(
      'split-invalid',
      `The shares ${shares.join(', ')} add up to ${decimal(total, scale)}; they must add up to exactly 1.`,
    );
  }
  return cuts;
}

/** floor(2^48 × share), what a sample's hash stays below. */
export function sampleBound(share: string): bigint {
  const { units, scale } = parseShare(share);
  return (RANGE * units) / 10n ** BigInt(scale);
}

function parseShare(text: string): Share {
  const match = /^(\d{1,3})(?:\.(\d{1,30}))?$/.exec(text) ?? /^()\.(\d{1,30})$/.exec(text);
  const [, whole = '', fraction = ''] = match ?? [];
  const units = match ? BigInt(`${whole}${fraction}`) : 0n;
  if (units <= 0n || units > 10n ** BigInt(fraction.length)) {
    throw new TidemarkError(
      'split-invalid',
      `"${text}" is not a share: expected a decimal above 0 and at most 1, such as 0.8.`,
    );
  }
  return { units, scale: fraction.length };
}

function decimal(units: bigint, scale: number): string {
  const digits = units.toString().padStart(scale + 1, '0');
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`.replace(/\.?0+$/, '');
}
