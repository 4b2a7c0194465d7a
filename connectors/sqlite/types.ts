import type { ColumnType, TypeName } from '../../src/source/column.ts';

/*
 * SQLite keeps the declared type as text and checks no value against it, so the name alone says what a column
 * is meant to hold. `DECIMAL_TEXT(p,s)` is a decimal whose name makes SQLite keep it as text: in a
 * `DECIMAL(p,s)` column it turns whatever has more than 15 digits into a binary float.
 */

/** What a column without a declared type is called. */
export const UNTYPED = 'no declared type';

const BY_NAME: Readonly<Record<string, TypeName>> = {
  ...named('int', 'INT INTEGER TINYINT SMALLINT MEDIUMINT BIGINT INT2 INT4 INT8'),
  'UNSIGNED BIG INT': 'int',
  ...named('double', 'REAL DOUBLE FLOAT'),
  'DOUBLE PRECISION': 'double',
  ...named('bool', 'BOOLEAN BOOL'),
  ...named('string', 'TEXT CLOB VARCHAR NVARCHAR CHAR CHARACTER NCHAR'),
  'CHARACTER VARYING': 'string',
  'VARYING CHARACTER': 'string',
  'NATIVE CHARACTER': 'string',
  ...named('bytes', 'BLOB'),
  ...named('date', 'DATE'),
  ...named('timestamp', 'TIMESTAMP DATETIME'),
  'TIMESTAMP WITHOUT TIME ZONE': 'timestamp',
  ...named('timestamptz', 'TIMESTAMPTZ'),
  'TIMESTAMP WITH TIME ZONE': 'timestamptz',
  ...named('time', 'TIME'),
  'TIME WITHOUT TIME ZONE': 'time',
  ...named('uuid', 'UUID'),
};

const DECIMALS = ['DECIMAL', 'NUMERIC', 'DECIMAL_TEXT'];
const SHAPE = /^([A-Z0-9_ ]*?) ?(?:\( ?(\d+) ?(?:, ?(\d+) ?)?\))?( WITH(?:OUT)? TIME ZONE| UNSIGNED)?$/;

interface Declared {
  readonly name: string;
  readonly digits: readonly number[];
}

/** Which type of the contract a declared type is; undefined where it is none. */
export function columnType(native: string): ColumnType | undefined {
  const { name, digits } = declared(native);
  const decimal = decimalDigits(native);
  if (decimal) {
    const { precision, scale } = decimal;
    return { name: scale === 0 ? 'int' : 'decimal', native, ...fileType(precision, scale) };
  }
  const type = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  if (type === undefined) return undefined;
  const finer = type.startsWith('timestamp') && (digits[0] ?? 0) > 6;
  return { name: type, native, ...(finer ? { finer } : {}) };
}

/** Decimals wider than Parquet's leave as text; integers of up to 18 digits as BIGINT. */
function fileType(precision: number, scale: number): { readonly file?: string } {
  if (precision > 38) return { file: 'VARCHAR' };
  return scale > 0 || precision > 18 ? { file: `DECIMAL(${precision},${scale})` } : {};
}

/** Precision and scale of `DECIMAL(p,s)`; undefined for any other type, and where the precision is not said. */
export function decimalDigits(
  native: string,
): { readonly precision: number; readonly scale: number } | undefined {
  const { name, digits } = declared(native);
  const [precision, scale = 0] = digits;
  if (!DECIMALS.includes(name) || precision === undefined || scale > precision) return undefined;
  return { precision, scale };
}

/** CHAR(n), whose trailing spaces do not count. */
export function isPadded(native: string): boolean {
  return ['CHAR', 'CHARACTER', 'NCHAR', 'NATIVE CHARACTER'].includes(declared(native).name);
}

const CASTS: Readonly<Record<string, string>> = {
  int: 'INTEGER',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
  string: 'TEXT',
  bytes: 'BLOB',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMPTZ',
  time: 'TIME',
  uuid: 'UUID',
};

/** The type that a dataset's cast means; undefined where it is none that has canonical text. */
export function castTarget(type: string): string | undefined {
  const native = CASTS[type] ?? type.trim().toUpperCase();
  return columnType(native) ? native : undefined;
}

function declared(native: string): Declared {
  const match = SHAPE.exec(native.trim().toUpperCase().replaceAll(/\s+/g, ' '));
  const [, name = '', first, second, suffix = ''] = match ?? [];
  const digits = [first, second].filter((d) => d !== undefined).map(Number);
  return { name: suffix === ' UNSIGNED' ? name : `${name}${suffix}`, digits };
}

function named(type: TypeName, names: string): Record<string, TypeName> {
  return Object.fromEntries(names.split(' ').map((name) => [name, type]));
}
