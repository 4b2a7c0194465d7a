/**
 * SQL as text and values kept apart. In the `sql` template a plain value becomes a bound parameter and
 * only fragments nest, so no value can turn into SQL. Names and engine syntax come from a dialect.
 */
export type SqlValue = string | bigint | boolean | null;

export class Sql {
  /** One more text than there are values: text, value, text, … text. */
  readonly texts: readonly string[];
  readonly values: readonly SqlValue[];

  constructor(texts: readonly string[], values: readonly SqlValue[]) {
    this.texts = texts;
    this.values = values;
  }
}

/** ``sql`SELECT ${column} FROM ${table} WHERE id = ${7n}` `` */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Sql | SqlValue)[]): Sql {
  const texts: string[] = [strings[0] ?? ''];
  const values: SqlValue[] = [];
  parts.forEach((part, i) => {
    const fragment = part instanceof Sql ? part : new Sql(['', ''], [part]);
    texts[texts.length - 1] += fragment.texts[0] ?? '';
    texts.push(...fragment.texts.slice(1));
    values.push(...fragment.values);
    texts[texts.length - 1] += strings[i + 1] ?? '';
  });
  return new Sql(texts, values);
}

/** The fragments with the separator between them; nothing where there are none. */
export function join(fragments: readonly Sql[], separator: Sql): Sql {
  const [first, ...rest] = fragments;
  if (first === undefined) return sql``;
  return rest.reduce((joined, next) => sql`${joined}${separator}${next}`, first);
}

/** `a AND b AND c`; each condition in brackets. */
export function and(conditions: readonly Sql[]): Sql {
  return join(
    conditions.map((c) => sql`(${c})`),
    sql` AND `,
  );
}

/** `a OR b OR c`; each condition in brackets. */
export function or(conditions: readonly Sql[]): Sql {
  return join(
    conditions.map((c) => sql`(${c})`),
    sql` OR `,
  );
}

/**
 * The text with each value replaced.
 * @param place gives the placeholder of the value at an index (0-based), or its literal
 */
export function printSql(query: Sql, place: (value: SqlValue, index: number) => string): string {
  return query.texts.reduce((text, next, i) => text + place(query.values[i - 1] ?? null, i - 1) + next);
}
