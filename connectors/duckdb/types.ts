import type { ColumnType, TypeName } from '../../src/source/column.ts';

const PLAIN: Readonly<Record<string, TypeName>> = {
  TINYINT: 'int',
  SMALLINT: 'int',
  INTEGER: 'int',
  BIGINT: 'int',
  HUGEINT: 'int',
  UTINYINT: 'int',
  USMALLINT: 'int',
  UINTEGER: 'int',
  UBIGINT: 'int',
  UHUGEINT: 'int',
  BIGNUM: 'int',
  FLOAT: 'double',
  DOUBLE: 'double',
  BOOLEAN: 'bool',
  VARCHAR: 'string',
  BLOB: 'bytes',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamptz',
  TIME: 'time',
  TIME_NS: 'time',
  UUID: 'uuid',
};

/** Which type of the contract a DuckDB type is, as DESCRIBE prints it; undefined where it is none. */
export function columnType(native: string): ColumnType | undefined {
  const plain = Object.hasOwn(PLAIN, native) ? PLAIN[native] : undefined;
  if (plain)
    return {
      name: plain,
      native,
      file: fileType(native),
      ...(native.endsWith('_NS') ? { finer: true } : {}),
    };
  const decimal = decimalDigits(native);
  if (decimal) return { name: decimal.scale === 0 ? 'int' : 'decimal', native, file: native };
  if (/^ENUM\(.*\)$/s.test(native)) return { name: 'string', native };
  return undefined;
}

/** What `exportValue` makes of it: Parquet has no integers beyond 64 bits, and other units of time would be other types. */
function fileType(native: string): string {
  if (/^(U?HUGEINT|BIGNUM)$/.test(native)) return 'VARCHAR';
  if (native === 'TIME_NS') return 'TIME';
  return native.replace(/^TIMESTAMP_(S|MS|NS)$/, 'TIMESTAMP');
}

/** Precision and scale of `DECIMAL(p,s)`. */
export function decimalDigits(
  native: string,
): { readonly precision: number; readonly scale: number } | undefined {
  const match = /^DECIMAL\((\d+),\s?(\d+)\)$/.exec(native);
  return match ? { precision: Number(match[1]), scale: Number(match[2]) } : undefined;
}

const CASTS: Readonly<Record<string, string>> = {
  int: 'BIGINT',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
  string: 'VARCHAR',
  bytes: 'BLOB',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  time: 'TIME',
  uuid: 'UUID',
};

/** The DuckDB type that a dataset's cast means; undefined where it is none that has canonical text. */
export function castTarget(type: string): string | undefined {
  const native = CASTS[type] ?? type.trim().toUpperCase();
  const known = PLAIN[native] !== undefined || decimalDigits(native) !== undefined;
  return known ? native : undefined;
}
