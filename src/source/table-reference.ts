import { TidemarkError } from '../base/errors.ts';

/** How an engine's tables are named in a config. */
export interface ReferenceForm {
  /** `table, schema.table or database.schema.table`, as messages say it. */
  readonly expected: string;
  /** Names at most. */
  readonly most: number;
  /** Names may also be in backticks. */
  readonly backticks?: true;
}

/** The names in a table's reference, each plain or in quotes. @throws source-invalid */
export function splitReference(reference: string, form: ReferenceForm): readonly string[] {
  const { expected, most, backticks } = form;
  const pattern = backticks ? /`(?:[^`]|``)*`|"(?:[^"]|"")*"|[^.`"]+/g : /"(?:[^"]|"")*"|[^."]+/g;
  const names = reference.match(pattern) ?? [];
  if (names.join('.') !== reference || names.length > most) {
    throw new TidemarkError(
      'source-invalid',
      `"${reference}" is not a table: expected ${expected}; a name with a point or a quote in it goes in ` +
        `${backticks ? 'backticks' : 'double quotes'}.`,
    );
  }
  return names.map((name) => {
    const quote = name[0] ?? '';
    const quoted = quote === '"' || (backticks && quote === '`');
    return quoted ? name.slice(1, -1).replaceAll(quote + quote, quote) : name;
  });
}
