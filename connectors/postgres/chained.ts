import { type Sql, sql } from '../../src/source/sql.ts';

/** Texts that one level of brackets holds. */
const RUN = 60;

/**
 * `a || b || c`. Many texts in brackets of brackets: a plain chain of thousands would exhaust the server's
 * stack, and copy the growing text at each of its operators.
 */
export function chained(texts: readonly Sql[]): Sql {
  if (texts.length <= RUN) {
    const [first, ...rest] = texts;
    if (first === undefined) return sql`''`;
    return sql`(${rest.reduce((all, next) => sql`${all} || ${next}`, first)})`;
  }
  const runs = Array.from({ length: Math.ceil(texts.length / RUN) }, (_, i) =>
    chained(texts.slice(i * RUN, (i + 1) * RUN)),
  );
  return chained(runs);
}
