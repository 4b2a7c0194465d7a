import { TidemarkError } from '../base/errors.ts';
import { checkName } from '../base/names.ts';
import { LATEST } from './reference.ts';

/**
 * A tag's name: not one that a REF means something else by.
 * @throws name-invalid
 */
export function checkTag(text: string): string {
  checkName('tag', text);
  if (text === LATEST || /^\d{4}-\d\d-\d\d/.test(text)) {
    throw new TidemarkError(
      'name-invalid',
      `"${text}" cannot be a tag: "${LATEST}" and dates already name versions. Take another name.`,
    );
  }
  return text;
}
