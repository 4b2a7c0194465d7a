/*
 * Thrift's compact protocol, as Parquet's footers have it, without their schema: what is read is written back byte for byte, whichever
 * fields a writer put in. https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */

/** Types of fields and of items. */
const TYPE = {
  yes: 1,
  no: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  struct: 12,
} as const;

/** A field of a struct; its id says what it means. */
export interface Field {
  readonly id: number;
  readonly type: number;
  value: Value;
}

export interface Items {
  /** The type of each. */
  readonly type: number;
  items: Value[];
}

/** Integers of any width as bigint; bytes and doubles as the bytes they are. */
export type Value = bigint | boolean | Uint8Array | Items | Field[];

/** Reads one struct from the start of the bytes. @throws Error where they are none */
export function readStruct(bytes: Uint8Array): Field[] {
  let at = 0;
  const byte = () => {
    const next = bytes[at++];
    if (next === undefined) throw new Error('ends too early');
    return next;
  };
  const take = (length: number) => {
    if (at + length > bytes.length) throw new Error('ends too early');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const next = byte();
      value |= BigInt(next & 0x7f) << shift;
      if (next < 0x80) return value;
      if (shift > 63n) throw new Error('has a number of more than 64 bits');
    }
  };
  const integer = () => {
    const value = varint();
    return (value >> 1n) ^ -(value & 1n);
  };
  const list = (): Items => {
    const head = byte();
    const length = head >> 4 === 15 ? Number(varint()) : head >> 4;
    const type = head & 15;
    return {
      type,
      items: Array.from({ length }, () => (type <= TYPE.no ? byte() === TYPE.yes : value(type))),
    };
  };
  const value = (type: number): Value => {
    switch (type) {
      case TYPE.yes:
      case TYPE.no:
        return type === TYPE.yes;
      case TYPE.byte:
        return BigInt(byte());
      case TYPE.i16:
      case TYPE.i32:
      case TYPE.i64:
        return integer();
      case TYPE.double:
        return take(8);
      case TYPE.binary:
        return take(Number(varint()));
      case TYPE.list:
      case TYPE.set:
        return list();
      case TYPE.struct:
        return struct();
      default:
        throw new Error(`has a field of type ${type}`);
    }
  };
  const struct = (): Field[] => {
    const fields: Field[] = [];
    for (let id = 0; ; ) {
      const head = byte();
      if (head === 0) return fields;
      const type = head & 15;
      id = head >> 4 === 0 ? Number(integer()) : id + (head >> 4);
      fields.push({ id, type, value: value(type) });
    }
  };
  return struct();
}

/** The bytes of a struct. */
export function writeStruct(fields: readonly Field[]): Uint8Array {
  const out: Uint8Array[] = [];
  const byte = (value: number) => out.push(Uint8Array.of(value));
  const varint = (value: bigint) => {
    for (; value >= 0x80n; value >>= 7n) byte(Number(value & 0x7fn) | 0x80);
    byte(Number(value));
  };
  const integer = (value: bigint) => varint(value < 0n ? -2n * value - 1n : 2n * value);
  const list = ({ type, items }: Items) => {
    if (items.length < 15) byte((items.length << 4) | type);
    else {
      byte(0xf0 | type);
      varint(BigInt(items.length));
    }
    for (const item of items) {
      if (typeof item === 'boolean') byte(item ? TYPE.yes : TYPE.no);
      else value(type, item);
    }
  };
  const value = (type: number, of: Value) => {
    if (typeof of === 'boolean') return;
    if (typeof of === 'bigint') {
      if (type === TYPE.byte) byte(Number(of));
      else integer(of);
    } else if (of instanceof Uint8Array) {
      if (type === TYPE.binary) varint(BigInt(of.length));
      out.push(of);
    } else if (Array.isArray(of)) struct(of);
    else list(of);
  };
  const struct = (of: readonly Field[]) => {
    let last = 0;
    for (const { id, type, value: held } of of) {
      const delta = id - last;
      if (delta > 0 && delta < 16) byte((delta << 4) | type);
      else {
        byte(type);
        integer(BigInt(id));
      }
      value(type, held);
      last = id;
    }
    byte(0);
  };
  struct(fields);
  return Buffer.concat(out);
}
