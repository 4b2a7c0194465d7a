/**
 * Rows on their way from a warehouse to a file:
 * - parquet: written by the engine, typed
 * - text: CSV without a heading; every value that is not NULL in quotes, `""` for a quote, NULL as \N without
 */
export interface Piece {
  readonly path: string;
  readonly format: 'parquet' | 'text';
}

/** How a NULL stands in a text piece. */
export const NULL_MARK = '\\N';
