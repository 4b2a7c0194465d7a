import { TidemarkError } from '../base/errors.ts';
import { type Instant, instantFromMicros } from '../base/instant.ts';
import type { Span } from '../partition/span.ts';
import { allRows } from '../source/all-rows.ts';
import type { Call, Driver } from '../source/driver.ts';
import { or, type Sql, sql } from '../source/sql.ts';
import { beforeSql, ingestionSql, inSpansSql, type Scope, tableSql, whereSql } from './scope.ts';

/** How many rows there are, without looking at more than the ingestion column. */
export interface Counts {
  /** By partition start, in order. */
  readonly partitions: ReadonlyMap<Instant, bigint>;
  /** What was added up over the rows of each partition; empty texts where nothing was. */
  readonly sums: ReadonlyMap<Instant, string>;
  /** Rows whose ingestion timestamp is NULL. */
  readonly nulls: bigint;
}

/**
 * Counts the rows before the watermark, by partition.
 * @param spans rows elsewhere are left out, but for those without an ingestion timestamp; all are counted where null
 * @param row also added up over the rows of each partition
 * @throws value-unsupported where a row's ingestion timestamp is −infinity or before year 1
 */
export async function countRows(
  scope: Scope,
  driver: Driver,
  call: Call,
  watermark: Instant,
  spans: readonly Span[] | null,
  row?: Sql,
): Promise<Counts> {
  const rows = await allRows(driver.rows(countSql(scope, watermark, spans, row), call));
  const partitions = new Map<Instant, bigint>();
  const sums = new Map<Instant, string>();
  let nulls = 0n;
  for (const [start, isNull, count, sum] of rows) {
    if (isNull === '1') {
      nulls += BigInt(count ?? 0);
      continue;
    }
    const partition = startOf(scope, start ?? null, count ?? '0');
    partitions.set(partition, BigInt(count ?? 0));
    sums.set(partition, sum ?? '');
  }
  const ordered = [...partitions].sort(([a], [b]) => (a < b ? -1 : 1));
  return { partitions: new Map(ordered), sums, nulls };
}

/** The statement of `countRows`: start, whether NULL, rows, sum. */
export function countSql(scope: Scope, watermark: Instant, spans: readonly Span[] | null, row?: Sql): Sql {
  const { dialect } = scope;
  const value = ingestionSql(scope);
  const inRange =
    spans === null ? [beforeSql(scope, watermark)] : spans.length === 0 ? [] : [inSpansSql(scope, spans)];
  const counted = dialect.derived(
    [
      ['p', dialect.partitionStart(value, scope.ingestion.type, scope.granularity)],
      ['n', sql`CASE WHEN ${value} IS NULL THEN 1 ELSE 0 END`],
      ...(row ? [['m', row] as const] : []),
    ],
    tableSql(scope),
    whereSql(scope, [or([sql`${value} IS NULL`, ...inRange])]),
  );
  const [p, n] = [dialect.identifier('p'), dialect.identifier('n')];
  const sum = row ? sql`, ${dialect.sumText(dialect.identifier('m'))}` : sql``;
  return sql`SELECT ${dialect.text(p)}, ${dialect.text(n)}, ${dialect.text(sql`count(*)`)}${sum} FROM ${counted} GROUP BY ${p}, ${n}`;
}

function startOf(scope: Scope, micros: string | null, count: string): Instant {
  try {
    if (micros !== null) return instantFromMicros(BigInt(micros));
  } catch {
    // Told below, with what it means for the table.
  }
  throw new TidemarkError(
    'value-unsupported',
    `Table ${scope.table}: ${count} rows have an ingestion timestamp ("${scope.ingestion.name}") that is -infinity, ` +
      'before year 1 or no date at all, which no partition can hold. Correct them, or leave them out with the dataset’s "where".',
  );
}
