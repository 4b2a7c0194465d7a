import { splitReference as split } from '../../src/source/table-reference.ts';

/** `database.table`, each name plain, in backticks or in double quotes. */
export function splitReference(reference: string): readonly string[] {
  return split(reference, { expected: 'table or database.table', most: 2, backticks: true });
}
