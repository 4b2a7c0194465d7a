import { TidemarkError } from '../base/errors.ts';
import { type Instant, parseInstant } from '../base/instant.ts';
import { isName, NAME_RULE } from '../base/names.ts';
import { parseId } from './version-id.ts';

/*
 * How people and scripts name a version:
 *
 *   REF = NAME "@" ( WATERMARK "-" HASH | HASH | "latest" | DATE | TAG )
 *
 * with HASH of 6 to 16 characters. What could be a hash or a tag is looked up as both.
 */
export type Reference =
  | { readonly by: 'id'; readonly dataset: string; readonly watermark: Instant; readonly hash: string }
  | { readonly by: 'latest'; readonly dataset: string }
  | { readonly by: 'watermark'; readonly dataset: string; readonly watermark: Instant }
  | {
      readonly by: 'name';
      readonly dataset: string;
      readonly tag: string | null;
      readonly hash: string | null;
    };

/** The tag that always means the newest version. */
export const LATEST = 'latest';

/** @throws reference-invalid, saying what was expected */
export function parseReference(text: string): Reference {
  const at = text.indexOf('@');
  const dataset = text.slice(0, Math.max(at, 0));
  const rest = text.slice(at + 1);
  if (at < 0 || !isName(dataset) || rest === '') refuse(text);
  if (/^\d{8}T\d{6}Z-/.test(rest)) {
    const { watermark, hash } = parseId(text);
    return { by: 'id', dataset, watermark, hash };
  }
  if (rest === LATEST) return { by: 'latest', dataset };
  if (/^\d{4}-\d\d-\d\d/.test(rest)) return { by: 'watermark', dataset, watermark: parseInstant(rest) };
  const tag = isName(rest) ? rest : null;
  const hash = /^[a-z2-7]{6,16}$/.test(rest) ? rest : null;
  if (tag === null && hash === null) refuse(text);
  return { by: 'name', dataset, tag, hash };
}

function refuse(text: string): never {
  throw new TidemarkError(
    'reference-invalid',
    `"${text}" does not name a version: expected NAME@ followed by a whole ID's watermark and hash, by at least ` +
      `6 characters of a hash, by "latest", a date such as 2020-10-31, or a tag (NAME: ${NAME_RULE}).`,
  );
}
