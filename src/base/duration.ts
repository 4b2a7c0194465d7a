import { TidemarkError } from './errors.ts';

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

/**
 * Reads a length of time such as `90s`, `15m`, `2h`, `3d` or `1w`; a day is 24 hours.
 * @returns whole seconds
 * @throws duration-invalid
 */
export function parseDuration(text: string): number {
  const match = /^(\d{1,6})([smhdw])$/.exec(text.trim());
  if (!match) {
    throw new TidemarkError(
      'duration-invalid',
      `"${text}" is not a duration: expected a form such as 90s, 15m, 2h, 3d or 1w.`,
    );
  }
  return Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
}

/** The duration in the largest unit that divides it: 259,200 s is `3d`. @param seconds whole */
export function formatDuration(seconds: number): string {
  const units = ['d', 'h', 'm', 's'] as const;
  const unit = units.find((u) => seconds % SECONDS[u] === 0) ?? 's';
  return `${seconds / SECONDS[unit]}${unit}`;
}
