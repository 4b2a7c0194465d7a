import { TidemarkError } from '../base/errors.ts';
import { type Instant, microsOf } from '../base/instant.ts';
import { columnValue, comparableValue } from '../digest/row-sql.ts';
import type { Span } from '../partition/span.ts';
import { columnNamed } from '../source/bind-columns.ts';
import type { Column } from '../source/column.ts';
import type { Dialect } from '../source/dialect.ts';
import { and, or, type Sql, sql } from '../source/sql.ts';
import type { Split } from '../split/split.ts';
import type { Manifest, RowMode } from '../version/manifest.ts';

/**
 * A dataset bound to a table as it is now: what every query of a version is made from. All columns are
 * among `columns`.
 */
export interface Scope {
  readonly dialect: Dialect;
  /** The table's reference, as configured. */
  readonly table: string;
  /** The driver's moment. */
  readonly moment: string | undefined;
  /** In manifest order. */
  readonly columns: readonly Column[];
  readonly ingestion: Column;
  readonly granularity: Manifest['ingestion']['granularity'];
  readonly nulls: Manifest['ingestion']['nulls'];
  readonly filter: string | null;
  readonly mode: RowMode;
  readonly split: Split | null;
}

const INGESTION_TYPES: readonly string[] = ['timestamptz', 'timestamp', 'date'];

/**
 * Checks that the columns can play their parts.
 * @throws column-missing, ingestion-invalid, key-invalid
 */
export function checkScope(scope: Scope): Scope {
  const { ingestion, table } = scope;
  if (!INGESTION_TYPES.includes(ingestion.type.name)) {
    throw new TidemarkError(
      'ingestion-invalid',
      `Table ${table}: ingestion column "${ingestion.name}" is ${ingestion.type.native}; expected a timestamp, ` +
        'with or without time zone, or a date. Name another column (ingestion.column) or cast it (columns.casts).',
    );
  }
  if (ingestion.type.name === 'date' && scope.granularity === 'hour') {
    throw new TidemarkError(
      'ingestion-invalid',
      `Table ${table}: ingestion column "${ingestion.name}" is a date, so partitions cannot be hours; take granularity: day.`,
    );
  }
  const unfit = [...splitKey(scope), ...entityKey(scope)].find((c) =>
    ['double', 'opaque'].includes(c.type.name),
  );
  if (unfit) {
    throw new TidemarkError(
      'key-invalid',
      `Table ${table}: column "${unfit.name}" (${unfit.type.native}) cannot be part of a key: ` +
        `a ${unfit.type.name} value has no text that other engines would agree on as an identity. ` +
        `Take another column, or cast it to decimal(p,s).`,
    );
  }
  const tombstone = tombstoneColumn(scope);
  if (tombstone && tombstone.type.name !== 'bool') {
    throw new TidemarkError(
      'key-invalid',
      `Table ${table}: tombstone column "${tombstone.name}" is ${tombstone.type.native}; expected a boolean, or a cast to bool.`,
    );
  }
  const time = timeColumn(scope);
  if (time && !INGESTION_TYPES.includes(time.type.name)) {
    throw new TidemarkError(
      'split-invalid',
      `Table ${table}: split column "${time.name}" is ${time.type.native}; a split by time needs a timestamp or a date.`,
    );
  }
  return scope;
}

/** Columns of the split's key, in the declared order; none without a split by hash. */
export function splitKey(scope: Scope): readonly Column[] {
  if (scope.split?.algorithm !== 'split-v1') return [];
  return scope.split.key.map((name) => columnNamed(scope.table, scope.columns, name, 'the split key'));
}

/** The column of a split by time. */
export function timeColumn(scope: Scope): Column | undefined {
  if (scope.split?.algorithm !== 'time-v1') return undefined;
  return columnNamed(scope.table, scope.columns, scope.split.column, 'the split');
}

/** Columns of the entity key, in the declared order; none in row mode `append`. */
export function entityKey(scope: Scope): readonly Column[] {
  if (scope.mode.mode !== 'latest') return [];
  return scope.mode.key.map((name) => columnNamed(scope.table, scope.columns, name, 'the row key'));
}

export function tombstoneColumn(scope: Scope): Column | undefined {
  if (scope.mode.mode !== 'latest' || scope.mode.tombstone === null) return undefined;
  return columnNamed(scope.table, scope.columns, scope.mode.tombstone, 'the row mode');
}

/** The table, at the scope's moment. */
export function tableSql(scope: Scope): Sql {
  return scope.dialect.table(scope.table, scope.moment);
}

/** The ingestion column's value. */
export function ingestionSql(scope: Scope): Sql {
  return columnValue(scope.dialect, scope.ingestion);
}

/** The ingestion column's value as it compares with an instant. */
function comparableIngestionSql(scope: Scope): Sql {
  return comparableValue(scope.dialect, ingestionSql(scope), scope.ingestion.type);
}

/** The dataset's own condition, if it has one, and others. */
export function whereSql(scope: Scope, conditions: readonly Sql[]): Sql {
  const own = scope.filter === null ? [] : [scope.dialect.filter(scope.filter)];
  return and([...own, ...conditions]);
}

/** Rows with an ingestion timestamp before the instant. */
export function beforeSql(scope: Scope, at: Instant): Sql {
  return sql`${comparableIngestionSql(scope)} < ${scope.dialect.instant(microsOf(at), scope.ingestion.type)}`;
}

/** Rows with an ingestion timestamp in one of the spans, of which there is at least one. */
export function inSpansSql(scope: Scope, spans: readonly Span[]): Sql {
  const bound = (at: Instant) => scope.dialect.instant(microsOf(at), scope.ingestion.type);
  const value = comparableIngestionSql(scope);
  return or(spans.map(({ from, to }) => sql`${value} >= ${bound(from)} AND ${value} < ${bound(to)}`));
}
