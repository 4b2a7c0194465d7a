import { createHash } from 'node:crypto';
import {
  type Call,
  type CopiedPins,
  PARTITION_START,
  type PinCopy,
  type PinnedPartition,
  type Row,
  type TablePin,
} from '../src/source/driver.ts';
import { rawSql } from '../src/source/raw-sql.ts';
import { join, type Sql, sql } from '../src/source/sql.ts';
import { batches, chunks, MOST_NUMBERS } from './pin-batches.ts';
import { type Books, booksOf, type PinSyntax } from './pin-books.ts';

/** A connection that may write. */
export interface PinWriter {
  /** Runs a statement to its end. */
  run(statement: Sql): Promise<readonly Row[]>;
  /**
   * All of them or none.
   * @param then seeing the tables as the reading driver does, where the engine can
   */
  transaction(statements: readonly Sql[], then?: 'then'): Promise<void>;
}

/** What an engine gives to pins that are copies. */
export interface PinPlace extends PinSyntax {
  referenceOf(name: string): string;
  /** The table of a reference. */
  nameOf(reference: string): string;
  /** Makes an empty table with the columns of another, and a whole number `PARTITION`, indexed. */
  createCopy(table: Sql, wanted: PinCopy): readonly Sql[];
  /** After rows were copied. */
  afterwards?(table: Sql): Sql;
  /** Asks, as of now. */
  look<T>(call: Call, work: (run: PinWriter['run']) => Promise<T>): Promise<T>;
  /** Writes, while nobody else does with a lock of that name. */
  write<T>(lock: string, call: Call, work: (writer: PinWriter) => Promise<T>): Promise<T>;
}

/** The column of a copy that says which partition a row is of. */
export const PARTITION = 'tidemark_partition';

/**
 * Pins as views of copied partitions. All versions of a layout share one table of rows; the books (`pin-books.ts`) say which
 * partitions are whole in it, and which pin has which. Whoever changes a layout holds its lock, so that what the
 * books say stays true until it is done; their unique keys refuse whatever comes without it.
 */
export function copiedPins(place: PinPlace): CopiedPins {
  const books = booksOf(place);
  const pinOf = (name: string): TablePin => ({ reference: place.referenceOf(name), expires: null });
  const pinned = (call: Call) =>
    place.look(call, async (run) => {
      if (!(await books.areThere(run))) return [];
      const views = await books.views(run);
      return (await books.pins(run)).filter((p) => views.has(p.name.toLowerCase()));
    });

  return {
    copy: (wanted, call) =>
      place.write(lockOf(place, wanted.layout), call, async (writer) => {
        await ensureBooks(books, writer);
        const there = await forgetDead(books, writer, wanted.layout);
        if (!there.has(wanted.name)) {
          if (there.size === 0 || !(await books.hasTable(writer.run, wanted.layout))) {
            await ensureTable(place, books, writer, wanted);
          }
          const numbers = await copyMissing(place, books, writer, wanted);
          await addPin(place, books, writer, wanted, numbers, 1 + Math.max(0, ...there.values()));
          await sweep(books, writer, wanted.layout);
        }
        return pinOf(wanted.name);
      }),
    list: async (call) => (await pinned(call)).map((p) => pinOf(p.name)),
    renew: async (reference, call) => {
      const name = place.nameOf(reference).toLowerCase();
      const found = (await pinned(call)).find((p) => p.name.toLowerCase() === name);
      return found && pinOf(found.name);
    },
    drop: async (reference, call) => {
      const name = place.nameOf(reference).toLowerCase();
      const recorded = await place.look(call, async (run) =>
        (await books.areThere(run)) ? books.pins(run) : [],
      );
      const pin = recorded.find((p) => p.name.toLowerCase() === name);
      if (!pin) return;
      await place.write(lockOf(place, pin.layout), call, async (writer) => {
        await writer.run(sql`DROP VIEW IF EXISTS ${books.table(pin.name)}`);
        await forgetDead(books, writer, pin.layout);
        await sweep(books, writer, pin.layout);
      });
    },
  };
}

/** Short enough for every engine. */
function lockOf({ schema }: PinPlace, layout: string): string {
  return `tidemark ${createHash('sha256').update(`${schema} ${layout}`).digest('hex').slice(0, 40)}`;
}

/** Another layout's pin may make them at the same time, which some engines answer with an error. */
async function ensureBooks(books: Books, { run }: PinWriter): Promise<void> {
  if (await books.areThere(run)) return;
  try {
    for (const table of books.create) await run(table);
  } catch (error) {
    if (!(await books.areThere(run))) throw error;
  }
}

/**
 * Takes pins without a view out of the books: their making, or their dropping, was cut off.
 * @returns the layout's other pins, by name
 */
async function forgetDead(books: Books, writer: PinWriter, layout: string): Promise<Map<string, number>> {
  const views = await books.views(writer.run);
  const pins = (await books.pins(writer.run)).filter((p) => p.layout === layout);
  const dead = pins.filter((p) => !views.has(p.name.toLowerCase()));
  for (const { number } of dead) await writer.transaction(books.forget(layout, number));
  return new Map(pins.filter((p) => !dead.includes(p)).map((p) => [p.name, p.number]));
}

/**
 * A table that fits the entries: what it holds that no entry is of would be taken for the first partitions, and entries
 * whose table somebody dropped are of nothing.
 */
async function ensureTable(place: PinPlace, books: Books, writer: PinWriter, wanted: PinCopy): Promise<void> {
  const { layout } = wanted;
  const exists = await books.hasTable(writer.run, layout);
  if (exists && (await books.partitions(writer.run, layout)).size > 0) return;
  await writer.transaction([books.forgetPartitions(layout)]);
  await writer.run(sql`DROP TABLE IF EXISTS ${books.table(layout)}`);
  for (const statement of place.createCopy(books.table(layout), wanted)) await writer.run(statement);
}

/** @returns the numbers of all the partitions, of which those that were not there are there now */
async function copyMissing(
  place: PinPlace,
  books: Books,
  writer: PinWriter,
  wanted: PinCopy,
): Promise<readonly number[]> {
  const whole = await books.partitions(writer.run, wanted.layout);
  let last = Math.max(0, ...whole.values());
  const missing = wanted.partitions.filter((p) => !whole.has(p.digest));
  for (const batch of batches(missing)) {
    const first = last + 1;
    const entries = batch.map((partition) => ({ ...partition, number: ++last }));
    await writer.transaction(
      [books.addPartitions(wanted.layout, entries), copyRows(place, books, wanted, batch, [first, last])],
      'then',
    );
    for (const { digest, number } of entries) whole.set(digest, number);
  }
  if (missing.length > 0 && place.afterwards) await writer.run(place.afterwards(books.table(wanted.layout)));
  return wanted.partitions.map((p) => whole.get(p.digest) ?? 0);
}

/** The rows of the batch's partitions, each with the number under which the books have its start. */
function copyRows(
  { dialect }: PinPlace,
  books: Books,
  { layout, columns, select }: PinCopy,
  batch: readonly PinnedPartition[],
  [first, last]: readonly [number, number],
): Sql {
  const names = columns.map((name) => dialect.identifier(name));
  const key = dialect.identifier(PARTITION);
  const values = [...names.map((name) => sql`q.${name}`), sql`p.${dialect.identifier('number')}`];
  return sql`INSERT INTO ${books.table(layout)} (${join([...names, key], sql`, `)}) SELECT ${join(values, sql`, `)} FROM (${select(batch)}) q JOIN ${books.partitionTable} p ON p.${dialect.identifier('start')} = q.${dialect.identifier(PARTITION_START)} WHERE p.${dialect.identifier('layout')} = ${text(dialect, layout)} AND p.${dialect.identifier('number')} BETWEEN ${rawSql(`${first} AND ${last}`)}`;
}

/** Its partitions, and the view by which it is read. The view is last: what has one is complete. */
async function addPin(
  { dialect }: PinPlace,
  books: Books,
  writer: PinWriter,
  { name, layout, columns }: PinCopy,
  partitions: readonly number[],
  number: number,
): Promise<void> {
  const members = chunks(partitions, MOST_NUMBERS).map((some) => books.addMembers(layout, number, some));
  await writer.transaction([books.addPin(layout, name, number), ...members]);
  const values = columns.map((column) => sql`c.${dialect.identifier(column)}`);
  await writer.run(
    sql`CREATE ${books.view} ${books.table(name)} AS SELECT ${join(values, sql`, `)} FROM ${books.table(layout)} c JOIN ${books.memberTable} m ON m.${dialect.identifier('partition')} = c.${dialect.identifier(PARTITION)} WHERE m.${dialect.identifier('layout')} = ${text(dialect, layout)} AND m.${dialect.identifier('pin')} = ${rawSql(String(number))}`,
  );
}

/** Frees the partitions that no pin has, and the table where there is no pin. */
async function sweep(books: Books, writer: PinWriter, layout: string): Promise<void> {
  const pins = (await books.pins(writer.run)).filter((p) => p.layout === layout);
  if (pins.length === 0) {
    // In this order: a table without entries is made anew, entries without a table would be believed.
    await writer.transaction([books.forgetPartitions(layout)]);
    await writer.run(sql`DROP TABLE IF EXISTS ${books.table(layout)}`);
    return;
  }
  const orphans = await books.orphans(writer.run, layout);
  for (const some of chunks(orphans, MOST_NUMBERS)) {
    await writer.transaction([
      books.deleteRows(layout, PARTITION, some),
      books.forgetPartitions(layout, some),
    ]);
  }
}

/** A constant: a statement that defines something takes no parameters. */
function text(dialect: PinPlace['dialect'], value: string): Sql {
  return rawSql(dialect.literal(value));
}
