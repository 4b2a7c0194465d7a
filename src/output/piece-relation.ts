import { type Column, fileType } from '../source/column.ts';
import { NULL_MARK, type Piece } from '../source/piece.ts';
import { parquetRelation, pathLiteral } from './workbench.ts';

/** What DuckDB's reader takes at once, at least; it must hold the longest line. */
const BUFFER_BYTES = 8_000_000;

/** A piece as a FROM item of DuckDB's SQL: the columns by their manifest names, typed. */
export function pieceRelation(piece: Piece, columns: readonly Column[]): string {
  if (piece.format === 'parquet') return parquetRelation(piece.path);
  const texts = columns.map((_, i) => `c${i}: 'VARCHAR'`).join(', ');
  const values = columns.map(
    (column, i) => `${decoded(`c${i}`, column)} AS "${column.name.replaceAll('"', '""')}"`,
  );
  const line = piece.longestLine + 1;
  const read =
    `read_csv(${pathLiteral(piece.path)}, hive_partitioning = false, header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', ` +
    `new_line = '\\n', nullstr = '${NULL_MARK}', allow_quoted_nulls = false, max_line_size = ${line}, buffer_size = ${Math.max(BUFFER_BYTES, 2 * line)}, parallel = false, columns = {${texts}})`;
  return `(SELECT ${values.join(', ')} FROM ${read})`;
}

/** From the text in which a value left the warehouse, its canonical text mostly, to the value. */
function decoded(text: string, column: Column): string {
  switch (column.type.name) {
    case 'int':
    case 'decimal':
      return `CAST(${text} AS ${fileType(column)})`;
    case 'double':
      return doubleValue(text);
    case 'bool':
      return `(${text} = '1')`;
    case 'bytes':
      return `unhex(${text})`;
    case 'date':
      return `DATE '1970-01-01' + CAST(${text} AS INTEGER)`;
    case 'timestamp':
      return infinite(text, 'TIMESTAMP', `make_timestamp(CAST(${text} AS BIGINT))`);
    case 'timestamptz':
      return infinite(text, 'TIMESTAMP WITH TIME ZONE', `make_timestamptz(CAST(${text} AS BIGINT))`);
    case 'time':
      // Added to midnight, 24:00:00 would come out as midnight.
      return `CASE ${text} WHEN '86400000000' THEN TIME '24:00:00' ELSE CAST('00:00:00' AS TIME) + to_microseconds(CAST(${text} AS BIGINT)) END`;
    case 'uuid':
      return `CAST(${text} AS UUID)`;
    case 'string':
    case 'opaque':
      return text;
  }
}

function infinite(text: string, type: string, finite: string): string {
  return `CASE ${text} WHEN 'inf' THEN CAST('infinity' AS ${type}) WHEN '-inf' THEN CAST('-infinity' AS ${type}) ELSE ${finite} END`;
}

/** Decimal digits, or M·2^E, in two steps, so that 2^E does not underflow before M is there; each step is exact. */
function doubleValue(text: string): string {
  const exponent = `CAST(split_part(${text}, 'p', 2) AS INTEGER)`;
  const mantissa = `CAST(split_part(${text}, 'p', 1) AS DOUBLE)`;
  const half = `(${exponent} // 2)`;
  const value = `${mantissa} * pow(2.0::DOUBLE, ${half}) * pow(2.0::DOUBLE, ${exponent} - ${half})`;
  return `CASE WHEN contains(${text}, 'p') THEN ${value} ELSE CAST(${text} AS DOUBLE) END`;
}
