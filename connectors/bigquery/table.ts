import { createHash } from 'node:crypto';
import { TidemarkError } from '../../src/base/errors.ts';
import type { NativeColumn } from '../../src/source/column.ts';
import type { Call } from '../../src/source/driver.ts';
import type { Client } from './client.ts';
import type { TableReference } from './table-reference.ts';

/** What `tables.get` says; it costs nothing. Counts and times in milliseconds are decimal text. */
export interface TableResource {
  readonly type: string;
  readonly id: string;
  readonly schema?: { readonly fields?: readonly Field[] };
  readonly timePartitioning?: { readonly type: string; readonly field?: string };
  readonly clustering?: { readonly fields?: readonly string[] };
  readonly numRows?: string;
  readonly numBytes?: string;
  readonly creationTime?: string;
  readonly lastModifiedTime?: string | number;
  /** Rows that were streamed in and are not yet where the other numbers count them. */
  readonly streamingBuffer?: unknown;
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly mode?: string;
  readonly maxLength?: string;
  readonly precision?: string;
  readonly scale?: string;
  readonly timestampPrecision?: string;
  /** Empty, as if it were not there, where texts are compared by their bytes. */
  readonly collation?: string;
}

/** The pseudo column of a table that is partitioned by when rows arrived. */
export const PARTITION_TIME = '_PARTITIONTIME';

/** The REST API's names of types, where the SQL has others. */
const SQL_NAMES: Readonly<Record<string, string>> = {
  INTEGER: 'INT64',
  FLOAT: 'FLOAT64',
  BOOLEAN: 'BOOL',
  RECORD: 'STRUCT',
};

/** What cannot be read as it was at one moment. */
const REFUSED: Readonly<Record<string, string>> = {
  VIEW: 'a view',
  MATERIALIZED_VIEW: 'a materialized view',
  EXTERNAL: 'an external table',
};

/** @throws source-invalid where BigQuery gives no moment of such a table */
export async function getTable(
  client: Client,
  table: TableReference,
  { signal }: Call,
): Promise<TableResource> {
  const { projectId, datasetId, tableId } = table;
  const path = `datasets/${encodeURIComponent(datasetId)}/tables/${encodeURIComponent(tableId)}`;
  const found = await client.request<TableResource>({ method: 'GET', path, project: projectId }, signal);
  const refused = REFUSED[found.type];
  if (refused === undefined) return found;
  throw new TidemarkError(
    'source-invalid',
    `${projectId}.${datasetId}.${tableId} is ${refused}, which BigQuery cannot read as it was at one moment. ` +
      'Snapshot the table below it, or a table that is made from it.',
  );
}

/** The columns in their order; after them the pseudo column of a table that is partitioned by arrival. */
export function columnsOf({ schema, timePartitioning }: TableResource): readonly NativeColumn[] {
  const own = (schema?.fields ?? []).map((field) => ({ name: field.name, native: nativeType(field) }));
  const byArrival = timePartitioning && timePartitioning.field === undefined;
  return byArrival ? [...own, { name: PARTITION_TIME, native: 'TIMESTAMP' }] : own;
}

/**
 * Everything that changes when a table does. Undefined while rows stream in: those show in nothing of this before they
 * leave the buffer.
 */
export function changeToken(table: TableResource): string | undefined {
  if (table.streamingBuffer !== undefined) return undefined;
  const { id, creationTime, lastModifiedTime, numRows, numBytes } = table;
  return [id, creationTime, lastModifiedTime, numRows, numBytes].map((v) => String(v ?? '')).join(' ');
}

/** Whether a filter on the column spares BigQuery some of the table. */
export function prunesBy({ timePartitioning, clustering }: TableResource, column: string): boolean {
  const partitioned = timePartitioning && (timePartitioning.field ?? PARTITION_TIME) === column;
  return partitioned === true || clustering?.fields?.[0] === column;
}

/** What a table's rows depend on beside its partitions: which table it is, and what its columns are called, in their order. */
export function epochOf({ id, creationTime = '', schema }: TableResource): string {
  const columns = createHash('sha256')
    .update(JSON.stringify(schema ?? null))
    .digest('hex');
  return `${id} ${creationTime} ${columns.slice(0, 32)}`;
}

function nativeType(field: Field): string {
  const { type, mode, maxLength, precision, scale, timestampPrecision, collation } = field;
  const name = SQL_NAMES[type] ?? type;
  const digits =
    precision === undefined ? maxLength : scale === undefined ? precision : `${precision}, ${scale}`;
  const finer =
    timestampPrecision !== undefined && timestampPrecision !== '6' ? timestampPrecision : undefined;
  const inBrackets = digits ?? finer;
  const sized = inBrackets === undefined ? name : `${name}(${inBrackets})`;
  const whole = collation ? `${sized} COLLATE '${collation}'` : sized;
  return mode === 'REPEATED' ? `ARRAY<${whole}>` : whole;
}
