import { TidemarkError } from './errors.ts';

const NAME_SHAPE = /^[a-z0-9]+([._-][a-z0-9]+)*$/;
const NAME_LENGTH = 63;

/** What a dataset name, a tag, a part or a source may look like, for messages. */
export const NAME_RULE = `lower-case letters and digits, joined by single ".", "_" or "-", at most ${NAME_LENGTH} characters`;

export function isName(text: string): boolean {
  return text.length <= NAME_LENGTH && NAME_SHAPE.test(text);
}

/** @throws name-invalid */
export function checkName(kind: 'dataset' | 'tag' | 'part' | 'source', text: string): string {
  if (isName(text)) return text;
  throw new TidemarkError('name-invalid', `"${text}" is not a ${kind} name: expected ${NAME_RULE}.`);
}
