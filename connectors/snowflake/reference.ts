import { splitReference } from '../../src/source/table-reference.ts';

/** Where a table is whose reference does not say it. */
export interface Whereabouts {
  readonly database: string;
  readonly schema: string;
}

const FORM = { expected: 'table, schema.table or database.schema.table', most: 3 };

/** A plain name in upper case, as Snowflake's own SQL means it; a name in double quotes as it is. */
export function foldedName(name: string): string {
  return /^".*"$/s.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name.toUpperCase();
}

/**
 * Database, schema and table, folded: `shop.orders` is the table that CREATE TABLE shop.orders makes.
 * @throws source-invalid
 */
export function tableNames(reference: string, { database, schema }: Whereabouts): readonly string[] {
  const { length } = splitReference(reference, FORM);
  const names = reference.match(/"(?:[^"]|"")*"|[^."]+/g) ?? [];
  return [database, schema]
    .slice(0, 3 - length)
    .concat(names)
    .map(foldedName);
}
