/** A target and what was found. */
export interface Finding {
  /** Stable, in kebab case. */
  readonly name: string;
  /** The target in words. */
  readonly target: string;
  /** Null where it could not be measured; such a target is missed. */
  readonly figure: number | null;
  /** The greatest figure that meets the target. */
  readonly limit: number;
  readonly unit: '×' | '%' | 'MB';
  /** What the figure was made from, in words. */
  readonly from: string;
}

export function isMet({ figure, limit }: Finding): boolean {
  return figure !== null && figure <= limit;
}

/** `1.32 ×` */
export function figureText({ figure, unit }: Finding): string {
  if (figure === null) return 'none';
  return `${figure.toFixed(unit === 'MB' ? 0 : 2)} ${unit}`;
}
