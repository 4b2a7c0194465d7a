import type { Scope } from '../scan/scope.ts';
import { splitKey, timeColumn } from '../scan/scope.ts';
import { and, join, type Sql, sql } from '../source/sql.ts';
import { cutPoints } from '../split/share.ts';
import type { Split } from '../split/split.ts';
import { inFold, inSampleSql, inTimePart, splitHashSql } from '../split/split-sql.ts';
import type { SplitRange } from './fetch-object.ts';
import { FILE_ROW, PARTITION } from './layout.ts';

/** What of a version is wanted; checked. */
export interface WantedRows {
  readonly part?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly fold?: { readonly index: number; readonly of: number; readonly except?: boolean } | undefined;
  readonly sample?: string | undefined;
  readonly atMost?: bigint | undefined;
}

/** The split numbers of a part; undefined where it is no range of them. */
export function splitRange(split: Split | null, part: string | undefined): SplitRange | undefined {
  if (part === undefined || split?.algorithm !== 'split-v1') return undefined;
  const cuts = cutPoints(split.parts.map((p) => p.share));
  const index = split.parts.findIndex((p) => p.name === part);
  return { least: cuts[index - 1] ?? 0n, end: cuts[index] ?? 0n };
}

/**
 * The wanted rows of archived partitions, in the one order: partition, split hash, row hash, the last two of which are the order of an
 * object's rows. A part by hash has been chosen by its range; a fold and a sample are chosen by the hash of the key.
 * @param scope bound to the view of the rows
 */
export function selectedRowsSql(scope: Scope, wanted: WantedRows): Sql {
  const { dialect, split } = scope;
  const names = wanted.columns ?? scope.columns.map((c) => c.name);
  const conditions: Sql[] = [];
  const time = timeColumn(scope);
  if (split?.algorithm === 'time-v1' && wanted.part !== undefined && time) {
    conditions.push(inTimePart(dialect, split, wanted.part, dialect.identifier(time.name), time.type));
  }
  if (split?.algorithm === 'split-v1') {
    const hash = splitHashSql(dialect, split, splitKey(scope));
    const { fold, sample } = wanted;
    if (fold) {
      const inside = inFold(dialect, hash, BigInt(fold.index - 1), BigInt(fold.of));
      conditions.push(fold.except ? sql`NOT (${inside})` : inside);
    }
    if (sample !== undefined) conditions.push(inSampleSql(dialect, hash, sample));
  }
  const columns = join(names.map(dialect.identifier), sql`, `);
  const where = conditions.length === 0 ? sql`` : sql` WHERE ${and(conditions)}`;
  const limit = wanted.atMost === undefined ? sql`` : sql` LIMIT ${wanted.atMost}`;
  return sql`SELECT ${columns} FROM ${dialect.identifier(scope.table)}${where} ORDER BY ${dialect.identifier(PARTITION)}, ${dialect.identifier(FILE_ROW)}${limit}`;
}
