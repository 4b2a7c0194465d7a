import type { ColumnType, TypeName } from '../../src/source/column.ts';

/** Types by their names, without what is in brackets. */
const PLAIN: ReadonlyMap<string, TypeName> = new Map(
  Object.entries({
    FLOAT64: 'double',
    BOOL: 'bool',
    STRING: 'string',
    BYTES: 'bytes',
    DATE: 'date',
    DATETIME: 'timestamp',
    TIMESTAMP: 'timestamptz',
    TIME: 'time',
    UUID: 'uuid',
  }),
);

/** The widest decimal of a Parquet file. */
const WIDEST = 38;

/** Which type of the contract a BigQuery type is, as its SQL writes it: `NUMERIC(12, 2)`. */
export function columnType(native: string): ColumnType | undefined {
  if (native === 'INT64') return { name: 'int', native };
  const decimal = /^(BIG)?NUMERIC(?:\((\d+)(?:, ?(\d+))?\))?$/.exec(native);
  if (decimal) return decimalType(native, decimal[1] !== undefined, decimal[2], decimal[3]);
  const name = PLAIN.get(native.replace(/^(STRING|BYTES)(?:\(\d+\))?(?: COLLATE .*)?$/, '$1'));
  return name && { name, native };
}

/** NUMERIC alone is NUMERIC(38, 9); BIGNUMERIC alone has more digits than a file's decimal. */
function decimalType(
  native: string,
  big: boolean,
  precision: string | undefined,
  scale: string | undefined,
): ColumnType {
  if (precision === undefined) {
    return big ? { name: 'decimal', native } : { name: 'decimal', native, file: 'DECIMAL(38,9)' };
  }
  const file = Number(precision) > WIDEST ? 'VARCHAR' : `DECIMAL(${precision},${scale ?? 0})`;
  return { name: Number(scale ?? 0) === 0 ? 'int' : 'decimal', native, file };
}
