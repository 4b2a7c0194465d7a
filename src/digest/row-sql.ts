import type { Column, ColumnType } from '../source/column.ts';
import type { Dialect } from '../source/dialect.ts';
import type { Sql } from '../source/sql.ts';
import { LANE_DIGITS } from './lanes.ts';

/** The column's value in the table, cast where the dataset says so. */
export function columnValue(dialect: Dialect, column: Column): Sql {
  const value = dialect.identifier(column.source);
  return column.cast === undefined ? value : dialect.cast(value, column.cast).value;
}

/** A value as it compares with `Dialect.instant`. */
export function comparableValue(dialect: Dialect, value: Sql, type: ColumnType): Sql {
  return dialect.comparable?.(value, type) ?? value;
}

/** The canonical text of the column's value. */
export function columnText(dialect: Dialect, column: Column): Sql {
  return dialect.canonicalText(columnValue(dialect, column), column);
}

/** The row's hash. @param columns in manifest order */
export function rowHashSql(dialect: Dialect, columns: readonly Column[]): Sql {
  return dialect.sha256(dialect.concat(['v1', ...columns.flatMap((c) => ['|', columnText(dialect, c)])]));
}

/** The sum of lane 0 or 1 over all rows, as text. */
export function laneSumSql(dialect: Dialect, hash: Sql, lane: 0 | 1): Sql {
  return dialect.sumText(dialect.hexDigits(hash, lane * LANE_DIGITS, LANE_DIGITS));
}
