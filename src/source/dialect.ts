import type { Column, ColumnType } from './column.ts';
import type { Sql, SqlValue } from './sql.ts';

export type Granularity = 'hour' | 'day' | 'month' | 'year';

/**
 * An engine's SQL. Pure: fragments in, fragments out; no connection, no state. Every expression must
 * give the same result whatever the session's settings are, or the driver must pin the setting.
 */
export interface Dialect {
  /** The engine's name in facts and in `opaque` schema entries: `duckdb`. */
  readonly engine: string;
  /** Raised whenever an expression changes, so that the known answers are asked again. */
  readonly revision: number;
  /** What the `opaque` expression is called in a manifest: a name and a version. */
  readonly opaqueExpression: string;

  /** A quoted name; any text is safe. */
  identifier(name: string): Sql;
  /** A table by its configured reference, at the driver's moment where the engine needs it said. */
  table(reference: string, moment: string | undefined): Sql;
  /** The dataset's `where` text, in this engine's SQL, as one condition. */
  filter(where: string): Sql;
  /** A value as it stands in the SQL that is printed for people. */
  literal(value: SqlValue): string;

  /**
   * Which type of the contract a native type is.
   * @returns undefined where it has none: such a column is refused unless left out, cast or opaque
   */
  columnType(native: string): ColumnType | undefined;
  /**
   * @param type a name of the contract (`bool`, `decimal(12,2)`) or a native type
   * @throws column-unsupported where it is neither
   */
  cast(value: Sql, type: string): { readonly value: Sql; readonly native: string };

  /** The value's canonical text; never NULL: NULL itself is `~N`. */
  canonicalText(value: Sql, column: Column): Sql;
  /**
   * The value as it leaves the warehouse. Where the driver has `extract`: typed as Parquet should have it.
   * Elsewhere: text, which is the value itself for `string` and `opaque`, for `double` decimal digits to which the value is
   * the nearest double or its canonical text, else its canonical text; NULL stays NULL.
   */
  exportValue(value: Sql, column: Column): Sql;

  /** Texts one after another. Plain strings are constants of Tidemark's own; no part is NULL. */
  concat(texts: readonly (string | Sql)[]): Sql;
  /** SHA-256 of the UTF-8 bytes, as lowercase hex. */
  sha256(text: Sql): Sql;
  /** The integer that `length` (at most 15) hex digits from the 0-based `start` spell. */
  hexDigits(hash: Sql, start: number, length: number): Sql;
  /** The exact sum of integers, as decimal text. */
  sumText(value: Sql): Sql;
  /** The remainder of a non-negative integer. */
  modulo(value: Sql, divisor: bigint): Sql;
  /** An integer or a count as decimal text. */
  text(value: Sql): Sql;

  /**
   * The value in the form that `instant` compares with, for engines whose own comparison would not order
   * points in time: SQLite keeps them as text, which may be written in several ways. Where it is not there,
   * the value is compared as it is, which lets indexes and partitions help.
   */
  comparable?(value: Sql, type: ColumnType): Sql;
  /** A point in time, comparable with a column of that type. @param micros since the epoch */
  instant(micros: bigint, type: ColumnType): Sql;
  /** Microseconds since the epoch as an integer; NULL where NULL or infinite. */
  micros(value: Sql, type: ColumnType): Sql;
  /** The start of the value's partition, in microseconds since the epoch; NULL where NULL or infinite. */
  partitionStart(value: Sql, type: ColumnType, granularity: Granularity): Sql;

  /**
   * A FROM item that computes each expression once for every row of `from`.
   * @param columns alias and expression
   */
  derived(columns: readonly (readonly [alias: string, value: Sql])[], from: Sql, where: Sql): Sql;
}
