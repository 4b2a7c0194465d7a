import { type Instant, parseInstant } from '../../src/base/instant.ts';
import type { Granularity } from '../../src/source/dialect.ts';
import type { NativePartitions, Row } from '../../src/source/driver.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { identifier } from './quote.ts';
import type { TableReference } from './table-reference.ts';

/** Rows with NULL in the partitioning column. Rows that were streamed in and have no partition yet are in `__UNPARTITIONED__`. */
const NULL_PARTITION = '__NULL__';

const GRANULARITIES: Readonly<Record<string, Granularity>> = {
  HOUR: 'hour',
  DAY: 'day',
  MONTH: 'month',
  YEAR: 'year',
};

/**
 * All that BigQuery says of a partition: a deletion may leave the time as it is, but not the rows and the bytes.
 * https://cloud.google.com/bigquery/docs/information-schema-partitions
 */
export function partitionsSql({ projectId, datasetId, tableId }: TableReference): Sql {
  const view = sql`${identifier(projectId)}.${identifier(datasetId)}.INFORMATION_SCHEMA.PARTITIONS`;
  return sql`SELECT partition_id, CAST(total_rows AS STRING), CAST(total_logical_bytes AS STRING), CAST(UNIX_MICROS(last_modified_time) AS STRING) FROM ${view} WHERE table_name = ${tableId} ORDER BY partition_id`;
}

/**
 * @param rows what `partitionsSql` gave
 * @param column by which the table is partitioned
 * @param type the length of its partitions, as the API calls it: `DAY`
 */
export function nativePartitions(
  rows: readonly Row[],
  column: string,
  type: string,
): NativePartitions | undefined {
  const granularity = GRANULARITIES[type];
  if (granularity === undefined) return undefined;
  const filled = rows.filter(([, count]) => count !== '0');
  const has = (id: string) => filled.some(([partition]) => partition === id);
  const list = filled.flatMap(([id, ...says]) => {
    const from = startOf(id ?? '');
    return from === undefined ? [] : [{ from, mark: says.map((v) => v ?? '').join('/') }];
  });
  const complete = list.length + (has(NULL_PARTITION) ? 1 : 0) === filled.length;
  return { column, granularity, complete, nulls: has(NULL_PARTITION), list };
}

/** The start of a partition by its name: `2020`, `202010`, `20201031`, `2020103107`; undefined of any other. */
function startOf(id: string): Instant | undefined {
  const [, year, month = '01', day = '01', hour = '00'] =
    /^(\d{4})(?:(\d\d)(?:(\d\d)(\d\d)?)?)?$/.exec(id) ?? [];
  return year === undefined ? undefined : parseInstant(`${year}-${month}-${day}T${hour}:00:00Z`);
}
