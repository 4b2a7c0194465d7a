import type { Dialect } from '../src/source/dialect.ts';
import type { PinnedPartition, Row } from '../src/source/driver.ts';
import { rawSql } from '../src/source/raw-sql.ts';
import { join, type Sql, sql } from '../src/source/sql.ts';

/** How an engine says what the books need. */
export interface PinSyntax {
  readonly dialect: Dialect;
  /** Where pins are, as the engine lists its tables. */
  readonly schema: string;
  /** The types of a name of at most 64 characters and of a 64-bit integer. */
  readonly types: { readonly name: Sql; readonly integer: Sql };
  /** What ends a CREATE TABLE, where the defaults of a server would not do. */
  readonly options?: Sql;
  /** A table of that place. */
  table(name: string): Sql;
  /** What stands between CREATE and the view's name. */
  readonly view: Sql;
}

interface RecordedPin {
  readonly layout: string;
  readonly name: string;
  readonly number: number;
}

const BOOKS = ['tidemark_pin', 'tidemark_partition', 'tidemark_member'] as const;

type Run = (statement: Sql) => Promise<readonly Row[]>;

export type Books = ReturnType<typeof booksOf>;

/**
 * Three tables that say what the copies hold: the pins of each layout, the partitions that are whole, and which pin has
 * which. Numbers count within a layout; they stand in each row of a copy, where a digest would be larger than many a row.
 */
export function booksOf({ dialect, schema, types, table, view, options = sql`` }: PinSyntax) {
  const [pins, partitions, members] = [table(BOOKS[0]), table(BOOKS[1]), table(BOOKS[2])];
  const column = (name: string) => dialect.identifier(name);
  const [layout, name, number] = [column('layout'), column('name'), column('number')];
  const [start, digest, pin, partition] = [
    column('start'),
    column('digest'),
    column('pin'),
    column('partition'),
  ];
  const where = (wanted: string) => sql`WHERE ${layout} = ${wanted}`;
  const plain = (value: number) => rawSql(String(value));
  const list = (numbers: readonly number[]) => rawSql(numbers.join(', '));
  /** In lower case, since some engines list names so. */
  const listed = async (run: Run, type: string): Promise<ReadonlySet<string>> => {
    const rows = await run(
      sql`SELECT table_name FROM information_schema.tables WHERE table_schema = ${schema} AND table_type = ${type}`,
    );
    return new Set(rows.map(([found]) => found?.toLowerCase() ?? ''));
  };
  const asText = (value: Sql) => dialect.text(value);

  return {
    table,
    view,
    partitionTable: partitions,
    memberTable: members,
    create: [
      sql`CREATE TABLE IF NOT EXISTS ${pins} (${layout} ${types.name} NOT NULL, ${number} ${types.integer} NOT NULL, ${name} ${types.name} NOT NULL, PRIMARY KEY (${layout}, ${number}), UNIQUE (${name}))${options}`,
      sql`CREATE TABLE IF NOT EXISTS ${partitions} (${layout} ${types.name} NOT NULL, ${number} ${types.integer} NOT NULL, ${digest} ${types.name} NOT NULL, ${start} ${types.integer} NOT NULL, PRIMARY KEY (${layout}, ${number}), UNIQUE (${layout}, ${start}, ${digest}))${options}`,
      sql`CREATE TABLE IF NOT EXISTS ${members} (${layout} ${types.name} NOT NULL, ${pin} ${types.integer} NOT NULL, ${partition} ${types.integer} NOT NULL, PRIMARY KEY (${layout}, ${pin}, ${partition}))${options}`,
    ],
    /** Whether all of them were made. */
    areThere: async (run: Run): Promise<boolean> => {
      const names = await listed(run, 'BASE TABLE');
      return BOOKS.every((book) => names.has(book));
    },
    hasTable: async (run: Run, called: string): Promise<boolean> =>
      (await listed(run, 'BASE TABLE')).has(called.toLowerCase()),
    views: (run: Run): Promise<ReadonlySet<string>> => listed(run, 'VIEW'),
    pins: async (run: Run): Promise<readonly RecordedPin[]> => {
      const rows = await run(sql`SELECT ${layout}, ${name}, ${asText(number)} FROM ${pins} ORDER BY ${name}`);
      return rows.map(([of, called, n]) => ({ layout: of ?? '', name: called ?? '', number: Number(n) }));
    },
    /** Numbers of the whole partitions, by digest. */
    partitions: async (run: Run, of: string): Promise<Map<string, number>> => {
      const rows = await run(sql`SELECT ${digest}, ${asText(number)} FROM ${partitions} ${where(of)}`);
      return new Map(rows.map(([found, n]) => [found ?? '', Number(n)]));
    },
    orphans: async (run: Run, of: string): Promise<readonly number[]> => {
      const rows = await run(
        sql`SELECT ${asText(sql`p.${number}`)} FROM ${partitions} p WHERE p.${layout} = ${of} AND NOT EXISTS (SELECT 1 FROM ${members} m WHERE m.${layout} = p.${layout} AND m.${partition} = p.${number})`,
      );
      return rows.map(([n]) => Number(n));
    },
    addPartitions: (of: string, entries: readonly (PinnedPartition & { readonly number: number })[]) =>
      sql`INSERT INTO ${partitions} (${layout}, ${number}, ${digest}, ${start}) VALUES ${join(
        entries.map((e) => sql`(${of}, ${plain(e.number)}, ${e.digest}, ${e.start})`),
        sql`, `,
      )}`,
    addPin: (of: string, called: string, n: number) =>
      sql`INSERT INTO ${pins} (${layout}, ${number}, ${name}) VALUES (${of}, ${plain(n)}, ${called})`,
    addMembers: (of: string, n: number, numbers: readonly number[]) =>
      sql`INSERT INTO ${members} (${layout}, ${pin}, ${partition}) SELECT ${layout}, ${plain(n)}, ${number} FROM ${partitions} ${where(of)} AND ${number} IN (${list(numbers)})`,
    forget: (of: string, n: number) => [
      sql`DELETE FROM ${members} ${where(of)} AND ${pin} = ${plain(n)}`,
      sql`DELETE FROM ${pins} ${where(of)} AND ${number} = ${plain(n)}`,
    ],
    forgetPartitions: (of: string, numbers?: readonly number[]) =>
      numbers
        ? sql`DELETE FROM ${partitions} ${where(of)} AND ${number} IN (${list(numbers)})`
        : sql`DELETE FROM ${partitions} ${where(of)}`,
    deleteRows: (of: string, key: string, numbers: readonly number[]) =>
      sql`DELETE FROM ${table(of)} WHERE ${column(key)} IN (${list(numbers)})`,
  };
}
