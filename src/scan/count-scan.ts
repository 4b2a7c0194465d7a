import { TidemarkError } from '../base/errors.ts';
import { type Instant, instantFromMicros, microsOf } from '../base/instant.ts';
import { allRows } from '../source/all-rows.ts';
import type { Call, Driver, Hint } from '../source/driver.ts';
import { type Sql, sql } from '../source/sql.ts';
import { beforeSql, comparableIngestionSql, ingestionSql, type Scope, tableSql, whereSql } from './scope.ts';

/** How many rows there are, without looking at more than the ingestion column. */
export interface Counts {
  /** By partition start, in order. */
  readonly partitions: ReadonlyMap<Instant, bigint>;
  /** What the hint says of each partition; empty without a hint. */
  readonly marks: ReadonlyMap<Instant, string>;
  /** Rows whose ingestion timestamp is NULL. */
  readonly nulls: bigint;
}

/**
 * Counts the rows before the watermark, by partition.
 * @param from partitions before it are left out; all are counted where null
 * @param hint also asked of each partition
 * @throws value-unsupported where a row's ingestion timestamp is −infinity or before year 1
 */
export async function countRows(
  scope: Scope,
  driver: Driver,
  call: Call,
  watermark: Instant,
  from: Instant | null,
  hint?: Hint,
): Promise<Counts> {
  const rows = await allRows(driver.rows(countSql(scope, watermark, from, hint), call));
  const partitions = new Map<Instant, bigint>();
  const marks = new Map<Instant, string>();
  let nulls = 0n;
  for (const [start, isNull, count, mark] of rows) {
    if (isNull === '1') {
      nulls += BigInt(count ?? 0);
      continue;
    }
    const partition = startOf(scope, start ?? null, count ?? '0');
    partitions.set(partition, BigInt(count ?? 0));
    if (hint) marks.set(partition, `${hint.epoch} ${mark ?? ''}`);
  }
  const ordered = [...partitions].sort(([a], [b]) => (a < b ? -1 : 1));
  return { partitions: new Map(ordered), marks, nulls };
}

/** The statement of `countRows`: start, whether NULL, rows, mark. */
export function countSql(scope: Scope, watermark: Instant, from: Instant | null, hint?: Hint): Sql {
  const { dialect } = scope;
  const value = ingestionSql(scope);
  const low =
    from === null
      ? []
      : [sql`${comparableIngestionSql(scope)} >= ${dialect.instant(microsOf(from), scope.ingestion.type)}`];
  const inRange = [beforeSql(scope, watermark), ...low].reduce((a, b) => sql`${a} AND ${b}`);
  const counted = dialect.derived(
    [
      ['p', dialect.partitionStart(value, scope.ingestion.type, scope.granularity)],
      ['n', sql`CASE WHEN ${value} IS NULL THEN 1 ELSE 0 END`],
      ...(hint?.row ? [['m', hint.row] as const] : []),
    ],
    tableSql(scope),
    whereSql(scope, [sql`${value} IS NULL OR (${inRange})`]),
  );
  const mark = hint?.row ? sql`, ${dialect.sumText(sql`m`)}` : sql``;
  return sql`SELECT ${dialect.text(sql`p`)}, ${dialect.text(sql`n`)}, ${dialect.text(sql`count(*)`)}${mark} FROM ${counted} GROUP BY p, n`;
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
