import { TidemarkError } from '../base/errors.ts';

/*
 * A key is a relative path: segments joined by `/`, each of letters, digits, `.`, `_`, `-` and `=`, none of them empty,
 * `.` or `..`. A segment has at most 200 characters, so that a file system takes it and what is put behind it, and all
 * have 800. The name of an unfinished write is KEY.partial-ID, ID being letters, digits, `_` and `-`; no key ends so.
 */

const SEGMENT = /^[A-Za-z0-9._=-]+$/;
const PARTIAL = /^(.+)\.partial-([A-Za-z0-9_-]+)$/;
const LONGEST = 800;
const LONGEST_SEGMENT = 200;

/** @throws store-invalid where it is no key, or that of an unfinished write */
export function checkKey(key: string): void {
  const short = key.length <= LONGEST && key.split('/').every((s) => s.length <= LONGEST_SEGMENT);
  if (!short || !isPath(key) || PARTIAL.test(key)) throw refused(key);
}

/** @throws store-invalid where no key begins so */
export function checkPrefix(prefix: string): void {
  if (prefix !== '' && !isPath(`${prefix}-`)) throw refused(prefix);
}

/** Whether `list` shows it. */
export function isPath(text: string): boolean {
  const segments = text.split('/');
  return segments.every((s) => SEGMENT.test(s) && s !== '.' && s !== '..');
}

export function partialKey(key: string, id: string): string {
  return `${key}.partial-${id}`;
}

/** Of an unfinished write: what it was to be, and which write it is. */
export function partialOf(text: string): { readonly key: string; readonly id: string } | undefined {
  const [, key, id] = PARTIAL.exec(text) ?? [];
  return key === undefined || id === undefined ? undefined : { key, id };
}

export function refused(key: string): TidemarkError {
  return new TidemarkError(
    'store-invalid',
    `${JSON.stringify(key.slice(0, 200))} is no key of a store: expected letters, digits and ._=-, in parts of at most ${LONGEST_SEGMENT} ` +
      'joined by "/", none of them empty, "." or "..", and not the name of an unfinished write. See where the key comes from.',
  );
}
