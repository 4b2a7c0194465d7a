import type { ColumnType, TypeName } from '../../src/source/column.ts';

const PLAIN: ReadonlyMap<string, TypeName> = new Map(
  Object.entries({
    FLOAT: 'double',
    DOUBLE: 'double',
    REAL: 'double',
    BOOLEAN: 'bool',
    VARCHAR: 'string',
    BINARY: 'bytes',
    DATE: 'date',
    TIMESTAMP_NTZ: 'timestamp',
    TIMESTAMP_LTZ: 'timestamptz',
    TIMESTAMP_TZ: 'timestamptz',
    TIME: 'time',
    UUID: 'uuid',
  }),
);

/** What a type has where it does not say it. */
const DEFAULT_FRACTION = 9;
const MICROSECONDS = 6;

/**
 * Which type of the contract a native type is, as DESCRIBE TABLE prints it; undefined where it is none, such as
 * VARIANT, GEOGRAPHY, VECTOR, DECFLOAT or FILE.
 */
export function columnType(declared: string): ColumnType | undefined {
  // A collation is said after the type: VARCHAR(20) COLLATE 'en-ci'. It changes no text.
  const native = declared.trim();
  const [, base = '', first] = /^(\w+)(?:\((\d+)\))?(?: COLLATE '[^']*')?$/i.exec(native) ?? [];
  const kind = base.toUpperCase();
  const digits = numberDigits(native);
  if (digits) {
    const { precision, scale } = digits;
    return { name: scale === 0 ? 'int' : 'decimal', native, file: `DECIMAL(${precision},${scale})` };
  }
  const name = PLAIN.get(kind);
  if (name === undefined) return undefined;
  const fraction = kind.startsWith('TIME') ? Number(first ?? DEFAULT_FRACTION) : 0;
  return fraction > MICROSECONDS ? { name, native, finer: true } : { name, native };
}

/** Precision and scale of `NUMBER(p,s)`. */
export function numberDigits(
  native: string,
): { readonly precision: number; readonly scale: number } | undefined {
  const match = /^NUMBER\((\d+),\s?(\d+)\)$/i.exec(native);
  return match ? { precision: Number(match[1]), scale: Number(match[2]) } : undefined;
}
