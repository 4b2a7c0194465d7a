import { open } from 'node:fs/promises';
import { type Field, type Items, readStruct, type Value, writeStruct } from './thrift-compact.ts';

/*
 * Parquet's footer: FileMetaData, its length in four bytes, and `PAR1`. The numbers of fields are those of
 * https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift.
 */

/** What every Parquet file begins and ends with. */
export const MAGIC = Buffer.from('PAR1');
const TAIL = 8;

const FILE = { rows: 3, rowGroups: 4 } as const;
const ROW_GROUP = { columns: 1, rows: 3, fileOffset: 5, compressed: 6, ordinal: 7 } as const;
const CHUNK = { fileOffset: 2, meta: 3, offsetIndex: 4, columnIndex: 6 } as const;
const META = {
  path: 3,
  compressed: 7,
  dataPage: 9,
  indexPage: 10,
  dictionaryPage: 11,
  statistics: 12,
  bloomFilter: 14,
} as const;
const STATISTICS = { greatest: 5, least: 6 } as const;

export interface ParquetFooter {
  /** Where the footer begins, and what holds data ends. */
  readonly start: bigint;
  readonly metadata: Field[];
}

/** A row group as a reader finds it. */
export interface RowGroup {
  readonly rows: bigint;
  /** Its bytes, [start, end). */
  readonly start: bigint;
  readonly end: bigint;
  /** Least and greatest value of the integer column that was asked for. */
  readonly least: bigint;
  readonly greatest: bigint;
}

/** @throws Error where the file is not a whole Parquet file */
export async function readFooter(file: string): Promise<ParquetFooter> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const tail = Buffer.alloc(TAIL);
    await handle.read(tail, 0, TAIL, Math.max(0, size - TAIL));
    const length = tail.readUInt32LE(0);
    if (!tail.subarray(4).equals(MAGIC) || length + TAIL + MAGIC.length > size) {
      throw new Error(`${file} is not a whole Parquet file`);
    }
    const bytes = Buffer.alloc(length);
    await handle.read(bytes, 0, length, size - TAIL - length);
    return { start: BigInt(size - TAIL - length), metadata: readStruct(bytes) };
  } finally {
    await handle.close();
  }
}

/** How many rows the file has. */
export function rowsIn({ metadata }: ParquetFooter): bigint {
  return valueOf(metadata, FILE.rows) as bigint;
}

/** The footer's bytes, to the end of the file. */
export function printFooter(metadata: readonly Field[]): Uint8Array {
  const bytes = writeStruct(metadata);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([bytes, length, MAGIC]);
}

/**
 * Adds the row groups of a second file to the footer of a first, whose schema it shares.
 * @param shift how much further on the second file's bytes lie in the joint file than in their own
 */
export function addRowGroups(metadata: Field[], added: readonly Field[], shift: bigint): void {
  const groups = itemsOf(metadata, FILE.rowGroups);
  for (const group of itemsOf(added, FILE.rowGroups).items as Field[][]) {
    moveBy(group, [ROW_GROUP.fileOffset], shift);
    for (const chunk of itemsOf(group, ROW_GROUP.columns).items as Field[][]) {
      moveBy(chunk, [CHUNK.fileOffset, CHUNK.offsetIndex, CHUNK.columnIndex], shift);
      const meta = valueOf(chunk, CHUNK.meta) as Field[];
      moveBy(meta, [META.dataPage, META.indexPage, META.dictionaryPage, META.bloomFilter], shift);
    }
    set(group, ROW_GROUP.ordinal, BigInt(groups.items.length));
    groups.items.push(group);
  }
  set(metadata, FILE.rows, (valueOf(metadata, FILE.rows) as bigint) + (valueOf(added, FILE.rows) as bigint));
}

/** The row groups in their order. @param column an integer column of 64 bits, by whose values they are told apart */
export function rowGroupsOf({ metadata }: ParquetFooter, column: string): readonly RowGroup[] {
  return (itemsOf(metadata, FILE.rowGroups).items as Field[][]).map((group) => {
    const metas = (itemsOf(group, ROW_GROUP.columns).items as Field[][]).map(
      (c) => valueOf(c, CHUNK.meta) as Field[],
    );
    const starts = metas.flatMap((meta) =>
      [META.dataPage, META.dictionaryPage].flatMap((id) => (valueOf(meta, id) as bigint | undefined) ?? []),
    );
    const start = starts.reduce((a, b) => (b < a ? b : a));
    const bytes = metas.reduce((total, meta) => total + (valueOf(meta, META.compressed) as bigint), 0n);
    const told = metas.find((meta) => pathOf(meta) === column);
    const statistics = (told && (valueOf(told, META.statistics) as Field[] | undefined)) ?? [];
    return {
      rows: valueOf(group, ROW_GROUP.rows) as bigint,
      start,
      end: start + bytes,
      least: integerOf(valueOf(statistics, STATISTICS.least)),
      greatest: integerOf(valueOf(statistics, STATISTICS.greatest)),
    };
  });
}

function pathOf(meta: readonly Field[]): string {
  return itemsOf(meta, META.path)
    .items.map((item) => Buffer.from(item as Uint8Array).toString())
    .join('.');
}

function integerOf(value: Value | undefined): bigint {
  if (!(value instanceof Uint8Array) || value.length !== 8)
    throw new Error('the row groups say nothing of their values');
  return Buffer.from(value).readBigInt64LE();
}

function itemsOf(fields: readonly Field[], id: number): Items {
  return valueOf(fields, id) as Items;
}

function valueOf(fields: readonly Field[], id: number): Value | undefined {
  return fields.find((field) => field.id === id)?.value;
}

function set(fields: readonly Field[], id: number, value: bigint): void {
  const field = fields.find((f) => f.id === id);
  if (field) field.value = value;
}

/** Offsets of 0 are those of what is not there. */
function moveBy(fields: readonly Field[], ids: readonly number[], shift: bigint): void {
  for (const field of fields) {
    if (ids.includes(field.id) && field.value !== 0n) field.value = (field.value as bigint) + shift;
  }
}
