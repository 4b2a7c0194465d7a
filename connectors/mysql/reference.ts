import { TidemarkError } from '../../src/base/errors.ts';

/** `database.table`, each name plain, in backticks or in double quotes. */
export function splitReference(reference: string): readonly string[] {
  const names = reference.match(/`(?:[^`]|``)*`|"(?:[^"]|"")*"|[^.`"]+/g) ?? [];
  if (names.join('.') !== reference || names.length > 2) {
    throw new TidemarkError(
      'source-invalid',
      `"${reference}" is not a table: expected table or database.table; a name with a point or a quote in it goes in backticks.`,
    );
  }
  return names.map((n) => {
    const quote = n[0] ?? '';
    return quote === '`' || quote === '"' ? n.slice(1, -1).replaceAll(quote + quote, quote) : n;
  });
}
