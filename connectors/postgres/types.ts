import type { ColumnType, TypeName } from '../../src/source/column.ts';

const INTEGERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    smallint: 'SMALLINT',
    integer: 'INTEGER',
    bigint: 'BIGINT',
  }),
);

/** Types by the names that format_type gives them, without what is in brackets. */
const PLAIN: ReadonlyMap<string, TypeName> = new Map(
  Object.entries({
    real: 'double',
    'double precision': 'double',
    boolean: 'bool',
    text: 'string',
    citext: 'string',
    name: 'string',
    'character varying': 'string',
    character: 'string',
    bpchar: 'string',
    '"char"': 'string',
    bytea: 'bytes',
    date: 'date',
    'timestamp without time zone': 'timestamp',
    'timestamp with time zone': 'timestamptz',
    'time without time zone': 'time',
    uuid: 'uuid',
  }),
);

/** How `columns` marks an enum, which format_type prints by its name alone. */
export const ENUM_MARK = 'enum ';

/** The widest decimal of a Parquet file. */
const WIDEST = 38;

/** Which type of the contract a Postgres type is, as the driver's `columns` prints it; undefined where it is none. */
export function columnType(native: string): ColumnType | undefined {
  const integer = INTEGERS.get(native);
  if (integer) return { name: 'int', native, file: integer };
  if (native === 'numeric') return { name: 'decimal', native };
  const digits = numericDigits(native);
  if (digits) {
    const { precision, scale } = digits;
    const fits = precision <= WIDEST && scale <= precision && scale >= 0;
    const file = fits ? `DECIMAL(${precision},${scale})` : 'VARCHAR';
    return { name: scale <= 0 ? 'int' : 'decimal', native, file };
  }
  if (native.startsWith(ENUM_MARK)) return { name: 'string', native };
  const name = PLAIN.get(native.replace(/\(\d+\)/, ''));
  return name && { name, native };
}

/** Precision and scale of `numeric(p,s)`; the scale may be negative. */
function numericDigits(native: string): { readonly precision: number; readonly scale: number } | undefined {
  const match = /^numeric\((\d+),\s?(-?\d+)\)$/.exec(native);
  return match ? { precision: Number(match[1]), scale: Number(match[2]) } : undefined;
}

const CASTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    int: 'bigint',
    decimal: 'numeric',
    double: 'double precision',
    bool: 'boolean',
    string: 'text',
    bytes: 'bytea',
    timestamp: 'timestamp without time zone',
    timestamptz: 'timestamp with time zone',
    time: 'time without time zone',
  }),
);

/** The Postgres type that a dataset's cast means; undefined where it is none that has canonical text. */
export function castTarget(type: string): string | undefined {
  const plain = type.trim().toLowerCase();
  const native =
    CASTS.get(plain) ??
    plain.replace(/^(?:decimal|numeric)\((\d+)(?:,\s?(\d+))?\)$/, (_, p, s) => `numeric(${p},${s ?? 0})`);
  return !native.startsWith(ENUM_MARK) && columnType(native) ? native : undefined;
}
