/** A target and what was found. */
export interface Finding {
  /** Stable, in kebab case. */
  readonly name: string;
  /** The target in words. */
  readonly target: string;
  /** Null where it could not be measured; such a target is missed. */
  readonly figure: number | null;
  /** The greatest figure that meets the target; null where there is none, and the figure is for the record. */
  readonly limit: number | null;
  readonly unit: '×' | '%' | 'MB';
  /** What the figure was made from, in words. */
  readonly from: string;
}

function isMet({ figure, limit }: Finding): boolean {
  return figure !== null && (limit === null || figure <= limit);
}

/** `≤ 2 ×`; nothing where there is no target. */
export function limitText({ limit, unit }: Finding): string {
  return limit === null ? '' : `≤ ${limit} ${unit}`;
}

/** `met`, `missed`, or nothing where there is no target. */
export function verdict(finding: Finding): string {
  if (finding.limit === null) return '';
  return isMet(finding) ? 'met' : 'missed';
}

/** `1.32 ×` */
export function figureText({ figure, unit }: Finding): string {
  if (figure === null) return 'none';
  return `${figure.toFixed(unit === 'MB' ? 0 : 2)} ${unit}`;
}
