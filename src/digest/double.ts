/**
 * A double's exact value as text: `0` (also for −0), `nan`, `inf`, `-inf`, else sign, M, `p`, E with the
 * value M·2^E and 2^52 ≤ M < 2^53: docs/formats.md, section 1.
 */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return '0';
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const sign = bits >> 63n ? '-' : '';
  const biased = (bits >> 52n) & 0x7ffn;
  let mantissa = bits & 0xf_ffff_ffff_ffffn;
  let exponent = biased - 1075n;
  if (biased === 0n) {
    exponent = -1074n;
    const shift = 53n - BigInt(mantissa.toString(2).length);
    mantissa <<= shift;
    exponent -= shift;
  } else {
    mantissa |= 1n << 52n;
  }
  return `${sign}${mantissa}p${exponent}`;
}
