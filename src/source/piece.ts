/**
 * Rows on their way from a warehouse to a file:
 * - parquet: written by the engine, typed
 * - text: CSV without a heading; every value that is not NULL in quotes, `""` for a quote, NULL as \N without
 */
export type Piece =
  | { readonly path: string; readonly format: 'parquet'; readonly rows: bigint }
  | {
      readonly path: string;
      readonly format: 'text';
      readonly rows: bigint;
      /** Bytes of the longest line, with its end. */
      readonly longestLine: number;
    };

/** What an engine says of a piece that it wrote. */
export type Extracted =
  | { readonly format: 'parquet' }
  | { readonly format: 'text'; readonly rows: bigint; readonly longestLine: number };

/** How a NULL stands in a text piece. */
export const NULL_MARK = '\\N';
