/**
 * Held while objects that nobody needs are removed, and while an archive is found whole and recorded: what is removed is in no recorded
 * archive then, and what is recorded is there.
 */
export const STORE_LOCK = 'store';
