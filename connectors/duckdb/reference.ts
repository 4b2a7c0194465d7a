import { TidemarkError } from '../../src/base/errors.ts';

/** The names in `database.schema.table`, each plain or in double quotes. @throws source-invalid */
export function splitReference(reference: string): readonly string[] {
  const names = reference.match(/"(?:[^"]|"")*"|[^."]+/g) ?? [];
  if (names.join('.') !== reference || names.length > 3) {
    throw new TidemarkError(
      'source-invalid',
      `"${reference}" is not a table: expected table, schema.table or database.schema.table; ` +
        'a name with a point or a quote in it goes in double quotes.',
    );
  }
  return names.map((n) => (n.startsWith('"') ? n.slice(1, -1).replaceAll('""', '"') : n));
}
