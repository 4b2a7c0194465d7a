import { microsOf } from '../base/instant.ts';
import { sha256 } from '../base/sha256.ts';
import type { PartitionEntry } from '../partition/late-rows.ts';
import { joinAdjoining, partitionSpan } from '../partition/span.ts';
import { ingestionSql, inSpansSql, type Scope, tableSql, whereSql } from '../scan/scope.ts';
import type { NativeColumn } from '../source/column.ts';
import { PARTITION_START, type PinCopy } from '../source/driver.ts';
import { join, sql } from '../source/sql.ts';
import { jcs } from '../version/jcs.ts';

/** What every engine that copies takes as a name. */
export const LONGEST_NAME = 63;
const LAYOUT_HASH = 12;

/** How the partitions of the scope are copied. @param native the table's columns */
export function pinCopy(
  name: string,
  dataset: string,
  scope: Scope,
  partitions: readonly PartitionEntry[],
  native: readonly NativeColumn[],
): PinCopy {
  const { dialect, ingestion } = scope;
  const columns = scope.columns.map((c) => c.source);
  const at = new Map(partitions.map((p) => [p.digest, p.from]));
  return {
    name,
    layout: layoutName(dataset, scope, native),
    from: tableSql(scope),
    columns,
    ingestion: ingestion.cast === undefined ? ingestion.source : undefined,
    partitions: partitions.map(({ from, rows, digest }) => ({ digest, rows, start: microsOf(from) })),
    select: (some) => {
      const starts = some.flatMap(({ digest }) => at.get(digest) ?? []);
      const spans = joinAdjoining(starts.map((start) => partitionSpan(start, scope.granularity)));
      const values = [
        ...columns.map((column) => dialect.identifier(column)),
        sql`${dialect.partitionStart(ingestionSql(scope), ingestion.type, scope.granularity)} AS ${dialect.identifier(PARTITION_START)}`,
      ];
      return sql`SELECT ${join(values, sql`, `)} FROM ${tableSql(scope)} WHERE ${whereSql(scope, [inSpansSql(scope, spans)])}`;
    },
  };
}

/**
 * Copies of one layout are rows of one table, so that equal digests there are equal rows: the columns, their types,
 * what they are cast to and which rows the dataset takes go into the name.
 */
function layoutName(dataset: string, scope: Scope, native: readonly NativeColumn[]): string {
  const types = new Map(native.map((c) => [c.name, c.native]));
  const columns = scope.columns.map((c) => [c.source, types.get(c.source) ?? null, c.cast ?? null]);
  const hash = sha256(jcs({ columns, filter: scope.filter })).slice(0, LAYOUT_HASH);
  return `${dataset.replaceAll(/[^A-Za-z0-9]/g, '_').slice(0, LONGEST_NAME - LAYOUT_HASH - 1)}_${hash}`;
}
