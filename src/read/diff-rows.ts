import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import type { ArchiveBench } from '../archive/archive-bench.ts';
import { archivedRows } from '../archive/archived-rows.ts';
import { TidemarkError } from '../base/errors.ts';
import type { Instant } from '../base/instant.ts';
import { pieceRelation } from '../output/piece-relation.ts';
import type { PartitionChange, PartitionEntry } from '../partition/late-rows.ts';
import { spansOf } from '../partition/runs.ts';
import { allRows } from '../source/all-rows.ts';
import type { Column } from '../source/column.ts';
import type { Dialect } from '../source/dialect.ts';
import type { Call } from '../source/driver.ts';
import { and, join, type Sql, sql } from '../source/sql.ts';
import type { OpenedVersion } from './open-version.ts';
import type { OpenedArchive } from './read-archive.ts';
import { storedRowsSql } from './rows-sql.ts';
import { writePiece } from './write-piece.ts';

/** A row that one side has and the other has not, or has otherwise. Values are text; NULL is null. */
export interface RowChange {
  readonly partition: Instant;
  readonly change: 'added' | 'gone' | 'changed';
  readonly before: Readonly<Record<string, string | null>> | null;
  readonly after: Readonly<Record<string, string | null>> | null;
}

/** Where the rows of a partition are, as a FROM item of DuckDB's SQL. */
export interface Side {
  readonly columns: readonly Column[];
  /** Undefined where the side has no such partition. The work is done while the rows are at hand. */
  with<T>(partition: PartitionEntry | null, work: (relation: string | undefined) => Promise<T>): Promise<T>;
}

export interface DiffRowsOptions {
  /** The columns by which a row is known on both sides; none where a changed row is one gone and one added. */
  readonly key: readonly string[];
  /** Stops after so many. */
  readonly most: number;
  readonly call: Call;
}

/** An archived version's side. */
export function archiveSide(opened: OpenedArchive, folder: string, call: Call): Side {
  return {
    columns: opened.columns,
    async with(partition, work) {
      if (!partition) return work(undefined);
      const own = await mkdtemp(path.join(folder, 'side-'));
      const options = { ...opened, range: undefined, folder: own, signal: call.signal };
      for await (const { relation } of archivedRows([[partition]], options)) return await work(relation);
      throw new Error(`partition ${partition.from} was not fetched`);
    },
  };
}

/** The source's side, as it is now. */
export function sourceSide({ scope, driver, call }: OpenedVersion, folder: string): Side {
  return {
    columns: scope.columns,
    async with(partition, work) {
      if (!partition) return work(undefined);
      const query = storedRowsSql(scope, spansOf([partition], scope.granularity));
      const piece = await writePiece(
        driver,
        query,
        folder,
        `now ${partition.from}`.replaceAll(/\W/g, '_'),
        call,
      );
      return work(pieceRelation(piece, scope.columns));
    },
  };
}

/**
 * The rows in which two sides of the changed partitions differ, partition by partition, ordered by key.
 * @throws column-missing where a side lacks a column of the key
 */
export async function* diffRows(
  changes: readonly PartitionChange[],
  before: Side,
  after: Side,
  bench: ArchiveBench,
  { key, most, call }: DiffRowsOptions,
): AsyncGenerator<RowChange> {
  const names = before.columns
    .map((c) => c.name)
    .filter((name) => after.columns.some((c) => c.name === name));
  const unknown = key.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new TidemarkError(
      'column-missing',
      `There is no column "${unknown}" on both sides; there are: ${names.join(', ')}.`,
    );
  }
  let left = most;
  for (const change of changes) {
    if (left <= 0) return;
    const rows = await before.with(change.before, (was) =>
      after.with(change.after, async (is) => {
        await bench.view('before', was ?? `(SELECT * FROM ${is} WHERE false)`);
        await bench.view('after', is ?? `(SELECT * FROM ${was} WHERE false)`);
        return allRows(
          bench.driver.rows(
            differenceSql(bench.dialect, before.columns, after.columns, names, key, BigInt(left)),
            call,
          ),
        );
      }),
    );
    left -= rows.length;
    for (const row of rows) yield toChange(change.from, names, row);
  }
}

/** Text columns: whether there is a row before, and after, and then the columns of both. */
function differenceSql(
  dialect: Dialect,
  before: readonly Column[],
  after: readonly Column[],
  names: readonly string[],
  key: readonly string[],
  most: bigint,
): Sql {
  const name = (text: string) => dialect.identifier(text);
  const list = (of: readonly Sql[]) => join(of, sql`, `);
  const texts = (columns: readonly Column[], view: string) => {
    const wanted = columns.filter((c) => names.includes(c.name));
    const values = wanted.map((c) => sql`${textOf(dialect, c)} AS ${name(c.name)}`);
    return sql`SELECT ${list(values)} FROM ${name(view)}`;
  };
  const known = key.length > 0 ? key : names;
  // A name that no column has.
  const number = name(`_${names.join('_')}`);
  // Rows of one key are paired in the order of their values.
  const numbered = (rows: Sql) =>
    sql`SELECT *, row_number() OVER (PARTITION BY ${list(known.map(name))} ORDER BY ${list(names.map(name))}) AS ${number} FROM (${rows})`;
  const same = and([
    ...known.map((k) => sql`b.${name(k)} IS NOT DISTINCT FROM a.${name(k)}`),
    sql`b.${number} = a.${number}`,
  ]);
  const [was, is] = [texts(before, 'before'), texts(after, 'after')];
  const columns = (side: Sql) => list(names.map((n) => sql`${side}.${name(n)}`));
  const order = list(known.map((k) => sql`coalesce(b.${name(k)}, a.${name(k)})`));
  return sql`SELECT CASE WHEN b.${number} IS NULL THEN '0' ELSE '1' END, CASE WHEN a.${number} IS NULL THEN '0' ELSE '1' END, ${columns(sql`b`)}, ${columns(sql`a`)}
    FROM (${numbered(sql`${was} EXCEPT ALL ${is}`)}) AS b FULL JOIN (${numbered(sql`${is} EXCEPT ALL ${was}`)}) AS a ON ${same} ORDER BY ${order}, b.${number}, a.${number} LIMIT ${most}`;
}

/** As people read it: bytes as hex, the rest as DuckDB prints it. */
function textOf(dialect: Dialect, column: Column): Sql {
  const value = dialect.identifier(column.name);
  return column.type.name === 'bytes' ? sql`lower(hex(${value}))` : dialect.text(value);
}

function toChange(
  partition: Instant,
  names: readonly string[],
  [was, is, ...values]: readonly (string | null)[],
): RowChange {
  const side = (there: string | null | undefined, from: number) =>
    there === '1' ? Object.fromEntries(names.map((n, i) => [n, values[from + i] ?? null])) : null;
  const [before, after] = [side(was, 0), side(is, names.length)];
  return {
    partition,
    change: before === null ? 'added' : after === null ? 'gone' : 'changed',
    before,
    after,
  };
}
