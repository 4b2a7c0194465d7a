import {
  Binary,
  Bool,
  type Data,
  type DataType,
  DateDay,
  Decimal,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  makeData,
  TimeMicrosecond,
  TimestampMicrosecond,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
} from 'apache-arrow';

/*
 * DuckDB's values as Arrow's buffers. Each type becomes Arrow's of the same meaning; a UUID, which Arrow has none of, is text. Texts are
 * taken as their bytes, since DuckDB's JavaScript API leaves out a byte order mark that one begins with; 64 bits and more go through as
 * bigint.
 */

/** A column of a batch as it grows. */
export interface ArrowColumn {
  readonly type: DataType;
  /** How DuckDB is to give the column's value. */
  readonly asked: (name: string) => string;
  /** @param value what DuckDB's JavaScript API makes of it */
  add(value: unknown): void;
  /** What was added since the last call. */
  take(): Data;
}

type FixedArray = { length: number; [index: number]: number } | { length: number; [index: number]: bigint };
type Fixed = new (length: number) => FixedArray;

const plain = (name: string) => name;
const days = (value: unknown) => (value as { days: number }).days;
const micros = (value: unknown) => (value as { micros: bigint }).micros;

/**
 * @param type as DuckDB prints it
 * @param most rows that are added between two calls of `take`
 */
export function arrowColumn(type: string, most: number): ArrowColumn {
  const fixed = (arrow: DataType, array: unknown, read?: (value: unknown) => unknown) =>
    fixedWidth(arrow, array as Fixed, most, read);
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  if (decimal) return decimals(new Decimal(Number(decimal[2]), Number(decimal[1]), 128), most);
  switch (type) {
    case 'BOOLEAN':
      return bools(most);
    case 'TINYINT':
      return fixed(new Int8(), Int8Array);
    case 'SMALLINT':
      return fixed(new Int16(), Int16Array);
    case 'INTEGER':
      return fixed(new Int32(), Int32Array);
    case 'BIGINT':
      return fixed(new Int64(), BigInt64Array);
    case 'UTINYINT':
      return fixed(new Uint8(), Uint8Array);
    case 'USMALLINT':
      return fixed(new Uint16(), Uint16Array);
    case 'UINTEGER':
      return fixed(new Uint32(), Uint32Array);
    case 'UBIGINT':
      return fixed(new Uint64(), BigUint64Array);
    case 'FLOAT':
      return fixed(new Float32(), Float32Array);
    case 'DOUBLE':
      return fixed(new Float64(), Float64Array);
    case 'DATE':
      return fixed(new DateDay(), Int32Array, days);
    case 'TIME':
      return fixed(new TimeMicrosecond(), BigInt64Array, micros);
    case 'TIMESTAMP':
      return fixed(new TimestampMicrosecond(), BigInt64Array, micros);
    case 'TIMESTAMP WITH TIME ZONE':
      return fixed(new TimestampMicrosecond('UTC'), BigInt64Array, micros);
    case 'BLOB':
      return variable(new Binary(), plain, most);
    case 'VARCHAR':
      return variable(new Utf8(), (name) => `encode(${name})`, most);
    case 'UUID':
      return variable(new Utf8(), (name) => `encode(CAST(${name} AS VARCHAR))`, most);
    default:
      throw new Error(`Arrow has no type for ${type}`);
  }
}

/** Which rows are NULL: a bit for each that is not. */
function validity(most: number) {
  let bits = new Uint8Array(most / 8);
  let nulls = 0;
  return {
    add(row: number, value: unknown) {
      if (value === null) nulls++;
      else bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
    },
    take(length: number) {
      const taken = { length, nullCount: nulls, nullBitmap: nulls === 0 ? null : bits };
      bits = new Uint8Array(most / 8);
      nulls = 0;
      return taken;
    },
  };
}

function fixedWidth(
  type: DataType,
  array: Fixed,
  most: number,
  read: (value: unknown) => unknown = (v) => v,
): ArrowColumn {
  const valid = validity(most);
  let values = new array(most);
  let rows = 0;
  return {
    type,
    asked: plain,
    add(value) {
      valid.add(rows, value);
      if (value !== null) (values as { [index: number]: unknown })[rows] = read(value);
      rows++;
    },
    take() {
      const data = makeData({ type, data: values, ...valid.take(rows) } as never) as Data;
      values = new array(most);
      rows = 0;
      return data;
    },
  };
}

function bools(most: number): ArrowColumn {
  const type = new Bool();
  const valid = validity(most);
  let bits = new Uint8Array(most / 8);
  let rows = 0;
  return {
    type,
    asked: plain,
    add(value) {
      valid.add(rows, value);
      if (value === true) bits[rows >> 3] = (bits[rows >> 3] ?? 0) | (1 << (rows & 7));
      rows++;
    },
    take() {
      const data = makeData({ type, data: bits, ...valid.take(rows) });
      bits = new Uint8Array(most / 8);
      rows = 0;
      return data;
    },
  };
}

/** 128 bits in two's complement, the lower half first. */
function decimals(type: Decimal, most: number): ArrowColumn {
  const valid = validity(most);
  let halves = new BigUint64Array(2 * most);
  let rows = 0;
  return {
    type,
    asked: plain,
    add(held) {
      valid.add(rows, held);
      if (held !== null) {
        const { value } = held as { value: bigint };
        halves[2 * rows] = BigInt.asUintN(64, value);
        halves[2 * rows + 1] = BigInt.asUintN(64, value >> 64n);
      }
      rows++;
    },
    take() {
      const data = makeData({ type, data: new Uint32Array(halves.buffer), ...valid.take(rows) });
      halves = new BigUint64Array(2 * most);
      rows = 0;
      return data;
    },
  };
}

/** Bytes of any length, and where each begins. */
function variable(type: Utf8 | Binary, asked: (name: string) => string, most: number): ArrowColumn {
  const valid = validity(most);
  let values: Uint8Array[] = [];
  let offsets = new Int32Array(most + 1);
  let rows = 0;
  return {
    type,
    asked,
    add(held) {
      valid.add(rows, held);
      const length = held === null ? 0 : (held as { bytes: Uint8Array }).bytes.length;
      if (held !== null) values.push((held as { bytes: Uint8Array }).bytes);
      offsets[rows + 1] = (offsets[rows] ?? 0) + length;
      rows++;
    },
    take() {
      const valueOffsets = offsets.subarray(0, rows + 1);
      const data = makeData({
        type,
        data: Buffer.concat(values),
        valueOffsets,
        ...valid.take(rows),
      } as never) as Data;
      values = [];
      offsets = new Int32Array(most + 1);
      rows = 0;
      return data;
    },
  };
}
