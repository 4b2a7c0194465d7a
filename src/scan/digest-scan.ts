import { TidemarkError } from '../base/errors.ts';
import { type Instant, instantFromMicros } from '../base/instant.ts';
import { addLanes, type Lanes } from '../digest/lanes.ts';
import { partitionDigest } from '../digest/partition-digest.ts';
import { laneSumSql, rowHashSql } from '../digest/row-sql.ts';
import type { Span } from '../partition/span.ts';
import { allRows } from '../source/all-rows.ts';
import type { Call, Driver, Row } from '../source/driver.ts';
import { type Sql, sql } from '../source/sql.ts';
import { hashPartSql, splitHashSql, timePartSql } from '../split/split-sql.ts';
import { ingestionSql, inSpansSql, type Scope, splitKey, tableSql, timeColumn, whereSql } from './scope.ts';

/** All that one scan yields for a partition. */
export interface PartitionScan {
  readonly from: Instant;
  readonly rows: bigint;
  readonly lanes: Lanes;
  readonly digest: string;
  /** Rows by part; empty without a split. */
  readonly parts: Readonly<Record<string, bigint>>;
  /** The least and the greatest ingestion timestamp, in microseconds since the epoch. */
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Digests the partitions in the spans, in one scan inside the warehouse; no row travels.
 * @throws count-disagrees where a row gave no hash, which would otherwise be left out of the digest
 * @throws nulls-found where the column of a split by time is NULL
 */
export async function digestPartitions(
  scope: Scope,
  driver: Driver,
  call: Call,
  spans: readonly Span[],
): Promise<readonly PartitionScan[]> {
  const partitions = new Map<Instant, PartitionScan>();
  for (const row of await allRows(driver.rows(digestSql(scope, spans), call))) {
    const next = readRow(scope, row);
    const known = partitions.get(next.from);
    partitions.set(next.from, known ? merge(known, next) : next);
  }
  return [...partitions.values()]
    .map((p) => ({ ...p, digest: partitionDigest(p.rows, p.lanes) }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** The statement of `digestPartitions`: start, part, rows, hashed rows, two lanes, first, last. */
export function digestSql(scope: Scope, spans: readonly Span[]): Sql {
  const { dialect } = scope;
  const part = partColumns(scope);
  const rows = dialect.derived(
    [
      ['p', dialect.partitionStart(ingestionSql(scope), scope.ingestion.type, scope.granularity)],
      ['t', dialect.micros(ingestionSql(scope), scope.ingestion.type)],
      ['h', rowHashSql(dialect, scope.columns)],
      ...part.inner,
    ],
    tableSql(scope),
    whereSql(scope, [inSpansSql(scope, spans)]),
  );
  const text = (value: Sql) => dialect.text(value);
  const [p, t, h] = [dialect.identifier('p'), dialect.identifier('t'), dialect.identifier('h')];
  return sql`SELECT ${text(p)}, ${part.outer} AS part, ${text(sql`count(*)`)}, ${text(sql`count(${h})`)}, ${laneSumSql(dialect, h, 0)}, ${laneSumSql(dialect, h, 1)}, ${text(sql`min(${t})`)}, ${text(sql`max(${t})`)} FROM ${rows} GROUP BY ${p}, part`;
}

/** The part's name, from a column that the inner query computes once. */
function partColumns(scope: Scope): { inner: readonly (readonly [string, Sql])[]; outer: Sql } {
  const { dialect, split } = scope;
  const column = timeColumn(scope);
  if (split?.algorithm === 'time-v1' && column) {
    return { inner: [['k', timePartSql(dialect, split, column)]], outer: dialect.identifier('k') };
  }
  if (split?.algorithm === 'split-v1') {
    return {
      inner: [['s', splitHashSql(dialect, split, splitKey(scope))]],
      outer: hashPartSql(split, dialect.identifier('s')),
    };
  }
  return { inner: [['k', sql`''`]], outer: dialect.identifier('k') };
}

function readRow(scope: Scope, row: Row): PartitionScan {
  const [start, part, count, hashed, lane0, lane1, first, last] = row;
  const from = instantFromMicros(BigInt(start ?? ''));
  const rows = BigInt(count ?? '');
  if (part === null || part === undefined) {
    throw new TidemarkError(
      'nulls-found',
      `Table ${scope.table}: ${rows} rows of partition ${from} have NULL in "${timeColumn(scope)?.name ?? 'the split column'}", ` +
        'by which the dataset is split. Leave them out with the dataset’s "where", or split by another column.',
    );
  }
  if (count !== hashed) {
    throw new TidemarkError(
      'count-disagrees',
      `Table ${scope.table}, partition ${from}: ${rows} rows, but only ${hashed} hashes. Nothing was recorded. ` +
        'The engine cut a row short, most likely at a limit on the length of a text.',
    );
  }
  return {
    from,
    rows,
    lanes: [BigInt(lane0 ?? ''), BigInt(lane1 ?? '')],
    digest: '',
    parts: scope.split === null ? {} : { [part]: rows },
    first: BigInt(first ?? ''),
    last: BigInt(last ?? ''),
  };
}

function merge(a: PartitionScan, b: PartitionScan): PartitionScan {
  return {
    from: a.from,
    rows: a.rows + b.rows,
    lanes: addLanes(a.lanes, b.lanes),
    digest: '',
    parts: { ...a.parts, ...b.parts },
    first: a.first < b.first ? a.first : b.first,
    last: a.last > b.last ? a.last : b.last,
  };
}
