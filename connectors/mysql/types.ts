import type { ColumnType } from '../../src/source/column.ts';

/** Type in files of each integer type: signed, unsigned. MEDIUMINT has no counterpart of its own. */
const INTEGERS: Readonly<Record<string, readonly [signed: string, unsigned: string]>> = {
  tinyint: ['TINYINT', 'UTINYINT'],
  smallint: ['SMALLINT', 'USMALLINT'],
  mediumint: ['INTEGER', 'UINTEGER'],
  int: ['INTEGER', 'UINTEGER'],
  bigint: ['BIGINT', 'UBIGINT'],
};

/** The widest decimal of Parquet; wider ones leave as text. */
const FILE_PRECISION = 38;

/**
 * Which type of the contract a native type is, as SHOW COLUMNS prints it; undefined where it is none, such as
 * `json`, `bit(8)`, `geometry`, `inet6`. TINYINT(1) is what BOOLEAN declares. A SET is the text of its
 * members, in the order of the type. MariaDB's JSON is a LONGTEXT, and so a string.
 */
export function columnType(declared: string): ColumnType | undefined {
  const native = declared.trim();
  if (/^(enum|set)\(.*\)$/is.test(native)) return { name: 'string', native };
  // MariaDB adds remarks such as /*M!100301 COMPRESSED*/ to a type.
  const plain = native.replace(/\s*\/\*.*\*\/$/, '').toLowerCase();
  if (plain === 'tinyint(1)') return { name: 'bool', native };
  const integer = /^(tinyint|smallint|mediumint|int|bigint)(\(\d+\))?( unsigned)?( zerofill)?$/.exec(plain);
  if (integer) return { name: 'int', native, file: INTEGERS[integer[1] ?? '']?.[integer[3] ? 1 : 0] ?? '' };
  if (/^year(\(\d\))?$/.test(plain)) return { name: 'int', native, file: 'SMALLINT' };
  const digits = decimalDigits(plain);
  if (digits) {
    const { precision, scale } = digits;
    const file = precision > FILE_PRECISION ? 'VARCHAR' : `DECIMAL(${precision},${scale})`;
    return { name: scale === 0 ? 'int' : 'decimal', native, file };
  }
  if (/^(float|double)(\(\d+,\d+\))?( unsigned)?( zerofill)?$/.test(plain)) return { name: 'double', native };
  if (/^((var)?char\(\d+\)|(tiny|medium|long)?text)$/.test(plain)) return { name: 'string', native };
  if (/^((var)?binary\(\d+\)|(tiny|medium|long)?blob)$/.test(plain)) return { name: 'bytes', native };
  if (plain === 'date' || plain === 'uuid') return { name: plain, native };
  if (/^datetime(\(\d\))?$/.test(plain)) return { name: 'timestamp', native };
  if (/^timestamp(\(\d\))?$/.test(plain)) return { name: 'timestamptz', native };
  if (/^time(\(\d\))?$/.test(plain)) return { name: 'time', native };
  return undefined;
}

/** Precision and scale of `decimal(p,s)`. */
export function decimalDigits(
  native: string,
): { readonly precision: number; readonly scale: number } | undefined {
  const match = /^decimal\((\d+),\s?(\d+)\)( unsigned)?( zerofill)?$/i.exec(native);
  return match ? { precision: Number(match[1]), scale: Number(match[2]) } : undefined;
}
