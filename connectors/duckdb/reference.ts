import { splitReference as split } from '../../src/source/table-reference.ts';

/** The names in `database.schema.table`, each plain or in double quotes. @throws source-invalid */
export function splitReference(reference: string): readonly string[] {
  return split(reference, { expected: 'table, schema.table or database.schema.table', most: 3 });
}
