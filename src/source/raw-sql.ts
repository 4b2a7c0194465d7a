import { Sql } from './sql.ts';

/**
 * Text that is SQL as it stands. Only the dialects in connectors/ may import this; the boundary check
 * fails on any other import.
 */
export function rawSql(text: string): Sql {
  return new Sql([text], []);
}
