import { TidemarkError } from './errors.ts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** What `parseBytes` reads. */
export const BYTES = /^(\d{1,15})(B|KiB|MiB|GiB|TiB|PiB)$/;

/** A number of bytes such as `100GiB`. @throws config-invalid */
export function parseBytes(text: string): bigint {
  const [, digits, unit] = BYTES.exec(text) ?? [];
  if (digits === undefined || unit === undefined) {
    throw new TidemarkError(
      'config-invalid',
      `"${text}" is not a number of bytes; expected a whole number with ${UNITS.join(', ')}, such as 100GiB.`,
    );
  }
  return BigInt(digits) << (10n * BigInt(UNITS.indexOf(unit)));
}

/** For people: `1.5 GiB`; one digit after the point, cut off. */
export function formatBytes(bytes: bigint): string {
  let unit = 0;
  while (unit < UNITS.length - 1 && bytes >> (10n * BigInt(unit + 1)) > 0n) unit++;
  const tenths = (bytes * 10n) >> (10n * BigInt(unit));
  const [whole, rest] = [tenths / 10n, tenths % 10n];
  return `${whole}${rest === 0n ? '' : `.${rest}`} ${UNITS[unit]}`;
}
