import { sha256 } from '../base/sha256.ts';

/** The row's text: `v1` and the canonical texts, in byte order of the column names, joined by `|`. */
export function rowText(canonicalTexts: readonly string[]): string {
  return ['v1', ...canonicalTexts].join('|');
}

/** The row's hash `h`: lowercase hex. */
export function rowHash(canonicalTexts: readonly string[]): string {
  return sha256(rowText(canonicalTexts));
}
