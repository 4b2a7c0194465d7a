import { TidemarkError } from './errors.ts';

/** @throws cancelled where the signal was aborted */
export function throwIfCancelled(signal: AbortSignal, what: string): void {
  if (signal.aborted)
    throw new TidemarkError(
      'cancelled',
      `Cancelled: ${what}. What was done so far is kept; run it again to go on.`,
    );
}
