import type { Instant } from '../base/instant.ts';
import { columnText, columnValue, rowHashSql } from '../digest/row-sql.ts';
import type { Span } from '../partition/span.ts';
import {
  beforeSql,
  entityKey,
  ingestionSql,
  inSpansSql,
  type Scope,
  splitKey,
  tableSql,
  timeColumn,
  tombstoneColumn,
  whereSql,
} from '../scan/scope.ts';
import { columnNamed } from '../source/bind-columns.ts';
import { and, join, type Sql, sql } from '../source/sql.ts';
import { inFold, inHashPart, inSampleSql, inTimePart, splitHashSql } from '../split/split-sql.ts';
import type { Selection } from './selection.ts';

/** What is computed beside the columns. */
const COMPUTED = {
  partition: 'partition',
  splitHash: 'split',
  rowHash: 'row',
  time: 'time',
  entity: 'entity',
  at: 'at',
  tombstone: 'tombstone',
  rank: 'rank',
} as const;

type Aliases = Readonly<Record<keyof typeof COMPUTED, string>>;

/** Names that no column of the version has: some engines would take the column, and choose and order other rows by it. */
function aliasesOf({ columns }: Scope): Aliases {
  const taken = columns.map((c) => c.name.toLowerCase());
  let prefix = '_tidemark_';
  while (taken.some((name) => name.startsWith(prefix))) prefix = `_${prefix}`;
  return Object.fromEntries(
    Object.entries(COMPUTED).map(([what, name]) => [what, `${prefix}${name}`]),
  ) as Aliases;
}

export interface RowsQuery {
  readonly watermark: Instant;
  readonly selection: Selection;
  /** Only rows of these spans; all before the watermark where null. Row mode `latest` needs all. */
  readonly spans: readonly Span[] | null;
  /** In the one order that every engine gives: partition, split hash, row hash. */
  readonly ordered: boolean;
  /** The first so many of them; all where undefined. */
  readonly most?: bigint | undefined;
  /** Values with the table's own types, for people; else as they leave the warehouse. */
  readonly plain?: boolean;
}

/** The statement that gives the selected rows of a version, in the warehouse's own SQL. */
export function rowsSql(scope: Scope, query: RowsQuery): Sql {
  const { dialect } = scope;
  const alias = aliasesOf(scope);
  const names = query.selection.columns ?? scope.columns.map((c) => c.name);
  const computed = computedColumns(scope, query, names);
  const range = query.spans === null ? beforeSql(scope, query.watermark) : inSpansSql(scope, query.spans);
  const rows = dialect.derived(computed, tableSql(scope), whereSql(scope, [range]));
  const chosen = selectionSql(scope, query.selection);
  const latest = scope.mode.mode === 'latest';
  const source = latest ? latestRows(scope, computed, rows, chosen) : { from: rows, where: chosen };

  const selected = join(
    names.map((name) => dialect.identifier(name)),
    sql`, `,
  );
  const where = source.where.length === 0 ? sql`` : sql` WHERE ${and(source.where)}`;
  const keys = [alias.partition, ...(isHashSplit(scope) ? [alias.splitHash] : []), alias.rowHash];
  const order = query.ordered ? sql` ORDER BY ${join(keys.map(dialect.identifier), sql`, `)}` : sql``;
  const limit = query.most === undefined ? sql`` : sql` LIMIT ${query.most}`;
  return sql`SELECT ${selected} FROM ${source.from}${where}${order}${limit}`;
}

/** The rows of the spans as they are stored, all states of each key, in no order: what an archive is made of. */
export function storedRowsSql(scope: Scope, spans: readonly Span[]): Sql {
  const { dialect, columns } = scope;
  const values = columns.map((c): readonly [string, Sql] => [
    c.name,
    dialect.exportValue(columnValue(dialect, c), c),
  ]);
  const names = join(
    columns.map((c) => dialect.identifier(c.name)),
    sql`, `,
  );
  const rows = dialect.derived(values, tableSql(scope), whereSql(scope, [inSpansSql(scope, spans)]));
  return sql`SELECT ${names} FROM ${rows}`;
}

type Computed = readonly (readonly [alias: string, value: Sql])[];

/** The wanted columns, and whatever choosing and ordering needs beside them. */
function computedColumns(scope: Scope, query: RowsQuery, names: readonly string[]): Computed {
  const { dialect, ingestion } = scope;
  const alias = aliasesOf(scope);
  const latest = scope.mode.mode === 'latest';
  const { fold, sample, part } = query.selection;
  const hashed =
    isHashSplit(scope) && (query.ordered || part !== undefined || fold !== undefined || sample !== undefined);
  const [time, tombstone] = [timeColumn(scope), tombstoneColumn(scope)];
  const when = (needed: boolean, name: string, value: () => Sql): Computed =>
    needed ? [[name, value()]] : [];
  return [
    ...names.map((name): readonly [string, Sql] => {
      const column = columnNamed(scope.table, scope.columns, name, 'the selection');
      const value = columnValue(dialect, column);
      return [name, query.plain ? value : dialect.exportValue(value, column)];
    }),
    ...when(query.ordered, alias.partition, () =>
      dialect.partitionStart(ingestionSql(scope), ingestion.type, scope.granularity),
    ),
    ...when(hashed, alias.splitHash, () => splitHash(scope)),
    ...when(query.ordered || latest, alias.rowHash, () => rowHashSql(dialect, scope.columns)),
    ...(time ? [[alias.time, columnValue(dialect, time)] as const] : []),
    ...when(latest, alias.entity, () => dialect.sha256(entityText(scope))),
    ...when(latest, alias.at, () => dialect.micros(ingestionSql(scope), ingestion.type)),
    ...(tombstone ? [[alias.tombstone, columnValue(dialect, tombstone)] as const] : []),
  ];
}

/**
 * For each entity key the row with the greatest ingestion timestamp, among equals the one with the greatest
 * row hash; left out where its tombstone is true. Where the split's key is part of the entity's, every row
 * of an entity is chosen or none, so that choosing comes first and saves the rest the work.
 */
function latestRows(scope: Scope, computed: Computed, rows: Sql, chosen: readonly Sql[]) {
  const { dialect, mode, split } = scope;
  const alias = aliasesOf(scope);
  const name = (text: string) => dialect.identifier(text);
  const rank = sql`row_number() OVER (PARTITION BY ${name(alias.entity)} ORDER BY ${name(alias.at)} DESC, ${name(alias.rowHash)} DESC)`;
  const entity = mode.mode === 'latest' ? mode.key : [];
  const first = split?.algorithm === 'split-v1' && split.key.every((column) => entity.includes(column));
  const ranked = dialect.derived(
    [...computed.map(([text]) => [text, name(text)] as const), [alias.rank, rank]],
    rows,
    and(first && chosen.length > 0 ? chosen : [sql`1 = 1`]),
  );
  const alive = tombstoneColumn(scope) ? [sql`CASE WHEN ${name(alias.tombstone)} THEN 1 ELSE 0 END = 0`] : [];
  return { from: ranked, where: [sql`${name(alias.rank)} = 1`, ...alive, ...(first ? [] : chosen)] };
}

/** The conditions of a part, a fold and a sample, on the computed columns. */
function selectionSql(scope: Scope, { part, fold, sample }: Selection): readonly Sql[] {
  const { dialect, split } = scope;
  const alias = aliasesOf(scope);
  const conditions: Sql[] = [];
  if (split?.algorithm === 'time-v1') {
    const column = timeColumn(scope);
    if (part !== undefined && column) {
      conditions.push(inTimePart(dialect, split, part, dialect.identifier(alias.time), column.type));
    }
  } else if (split) {
    const hash = dialect.identifier(alias.splitHash);
    if (part !== undefined) conditions.push(inHashPart(split, part, hash));
    if (fold) {
      const inside = inFold(dialect, hash, BigInt(fold.index - 1), BigInt(fold.of));
      conditions.push(fold.except ? sql`NOT (${inside})` : inside);
    }
    if (sample !== undefined) conditions.push(inSampleSql(dialect, hash, sample));
  }
  return conditions;
}

function isHashSplit(scope: Scope): boolean {
  return scope.split?.algorithm === 'split-v1';
}

function splitHash(scope: Scope): Sql {
  if (scope.split?.algorithm !== 'split-v1') return sql`NULL`;
  return splitHashSql(scope.dialect, scope.split, splitKey(scope));
}

/**
 * Canonical texts, so that a collation or a NULL cannot merge or tear entities. Hashed where they are used, since
 * MySQL compares only the first bytes of a long text.
 */
function entityText(scope: Scope): Sql {
  const { dialect } = scope;
  return dialect.concat(
    entityKey(scope).flatMap((c, i) => [...(i === 0 ? [] : ['|']), columnText(dialect, c)]),
  );
}
