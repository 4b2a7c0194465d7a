const view = new DataView(new ArrayBuffer(8));

/** The canonical text of a double (docs/formats.md, section 1). */
export function doubleText(value: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const subnormal = Math.abs(value) < 2 ** -1022;
  view.setFloat64(0, subnormal ? value * 2 ** 54 : value);
  const high = view.getUint32(0);
  const mantissa = ((high & 0xf_ffff) + 0x10_0000) * 2 ** 32 + view.getUint32(4);
  const exponent = ((high >>> 20) & 0x7ff) - 1075 - (subnormal ? 54 : 0);
  return `${value < 0 ? '-' : ''}${mantissa}p${exponent}`;
}

const PLAIN = /^([+-]?)0*(\d*)(?:\.(\d*?)0*)?$/;

/**
 * The canonical text of a decimal that is written in plain notation.
 * @returns null where it is none, or does not fit the precision and scale
 */
export function decimalText(text: string, precision: number, scale: number): string | null {
  const match = PLAIN.exec(text);
  if (!match || !/\d/.test(text)) return null;
  const [, sign, whole = '', fraction = ''] = match;
  if (whole.length > precision - scale || fraction.length > scale) return null;
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}

/**
 * The canonical text of a float that stands for a decimal. A float is sure of 15 digits: at most so many may
 * there be down to the scale, and they must end there.
 * @returns null where they do not
 */
export function floatAsDecimal(value: number, precision: number, scale: number): string | null {
  if (!(Math.abs(value) < 10 ** (15 - scale))) return null;
  const rounded = plainNotation(value.toPrecision(15));
  return decimalText(rounded, precision, scale);
}

/** Without the exponent that JavaScript writes below 10^-6. */
function plainNotation(text: string): string {
  const [digits = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  const bare = digits.replace('-', '').replace('.', '');
  const sign = digits.startsWith('-') ? '-' : '';
  const shift = Number(exponent) + 1;
  if (shift <= 0) return `${sign}0.${'0'.repeat(-shift)}${bare}`;
  return shift >= bare.length
    ? `${sign}${bare}${'0'.repeat(shift - bare.length)}`
    : `${sign}${bare.slice(0, shift)}.${bare.slice(shift)}`;
}
