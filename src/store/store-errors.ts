import { TidemarkError } from '../base/errors.ts';

/*
 * What every store says in the same words.
 */

export function missing(place: string, key: string): TidemarkError {
  return new TidemarkError(
    'object-missing',
    `The store ${place} has no ${key}. Restore it from a backup, or see that the config names the right store.`,
  );
}

export function conflict(place: string, key: string, cause?: unknown): TidemarkError {
  return new TidemarkError(
    'store-conflict',
    `The store ${place} has something else at ${key}, and nothing was written. See who else writes to it; where it is damaged, ` +
      'move it away and run again.',
    { cause },
  );
}

/** @param what is wrong with it, as in `it ends at byte 5` */
export function damaged(place: string, key: string, what: string, cause?: unknown): TidemarkError {
  return new TidemarkError(
    'object-damaged',
    `${key} of the store ${place} is damaged: ${what}. Run again, in case it was damaged on its way; else look at the disk, or ` +
      'restore it from a backup.',
    { cause },
  );
}

/** A file that is not what its writer said it is; nothing of it is in the store. */
export function changedFile(place: string, key: string, what: string): TidemarkError {
  return new TidemarkError(
    'object-damaged',
    `${key} did not arrive whole in the store ${place}, and was not added: ${what}. Run again; if it stays so, look at the ` +
      'disk and the memory of this machine.',
  );
}

export function cancelled(place: string, cause?: unknown): TidemarkError {
  return new TidemarkError(
    'cancelled',
    `Cancelled: nothing half written is in the store ${place}. Run it again to go on.`,
    { cause },
  );
}
