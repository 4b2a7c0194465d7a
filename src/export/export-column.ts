import { type Column, fileType } from '../source/column.ts';

/*
 * How columns leave: as Parquet in DuckDB's types, as `datasets` calls those, and as Croissant does. docs/export.md has the table.
 */

/** A column of an export. */
export interface ExportColumn {
  readonly name: string;
  /** The contract's name of its type. */
  readonly type: string;
  /** DuckDB's type in the exported file. */
  readonly file: string;
  /** `dtype` in the features of `datasets`. */
  readonly feature: string;
  /** `dataType` of Croissant. */
  readonly croissant: string;
}

const TYPES: Readonly<Record<string, readonly [feature: string, croissant: string]>> = {
  TINYINT: ['int8', 'cr:Int8'],
  SMALLINT: ['int16', 'cr:Int16'],
  INTEGER: ['int32', 'cr:Int32'],
  BIGINT: ['int64', 'cr:Int64'],
  UTINYINT: ['uint8', 'cr:UInt8'],
  USMALLINT: ['uint16', 'cr:UInt16'],
  UINTEGER: ['uint32', 'cr:UInt32'],
  UBIGINT: ['uint64', 'cr:UInt64'],
  FLOAT: ['float32', 'cr:Float32'],
  DOUBLE: ['float64', 'cr:Float64'],
  BOOLEAN: ['bool', 'sc:Boolean'],
  VARCHAR: ['string', 'sc:Text'],
  BLOB: ['binary', 'sc:Text'],
  DATE: ['date32', 'sc:Date'],
  TIMESTAMP: ['timestamp[us]', 'sc:DateTime'],
  'TIMESTAMP WITH TIME ZONE': ['timestamp[us, tz=UTC]', 'sc:DateTime'],
  TIME: ['time64[us]', 'sc:Time'],
};

export function exportColumn(column: Column): ExportColumn {
  const held = fileType(column);
  // Readers make sixteen raw bytes of a UUID, or an extension type that `datasets` has no name for.
  const file = held === 'UUID' ? 'VARCHAR' : held;
  const { name, type } = column;
  const decimal = /^DECIMAL\((\d+),\s?(\d+)\)$/.exec(file);
  const [feature, croissant] = decimal
    ? [`decimal128(${decimal[1]}, ${decimal[2]})`, decimal[2] === '0' ? 'sc:Integer' : 'sc:Float']
    : (TYPES[file] ?? []);
  if (feature === undefined || croissant === undefined)
    throw new Error(`${name}: no export type for ${file}`);
  return { name, type: type.name, file, feature, croissant };
}
