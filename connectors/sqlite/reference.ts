import { splitReference as split } from '../../src/source/table-reference.ts';

/** `table` or `schema.table`, each name plain or in double quotes. */
export function splitReference(reference: string): readonly string[] {
  return split(reference, { expected: 'table or main.table', most: 2 });
}
