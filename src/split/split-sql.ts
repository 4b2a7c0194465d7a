import { parseMicros } from '../base/instant.ts';
import { columnText, columnValue, comparableValue } from '../digest/row-sql.ts';
import type { Column, ColumnType } from '../source/column.ts';
import type { Dialect } from '../source/dialect.ts';
import { and, join, type Sql, sql } from '../source/sql.ts';
import { DIGITS, FOLD_DIGITS, SAMPLE_DIGITS } from './hash-split.ts';
import { cutPoints, sampleBound } from './share.ts';
import type { HashSplit, TimeSplit } from './split.ts';

/** The split hash of a row. @param key the key's columns, in the declared order */
export function splitHashSql(dialect: Dialect, split: HashSplit, key: readonly Column[]): Sql {
  const texts = key.flatMap((c) => ['|', columnText(dialect, c)]);
  return dialect.sha256(dialect.concat(['split-v1|', sql`${split.salt}`, ...texts]));
}

/**
 * The part's name, by the split hash. The hash is compared as text with the cut points in hex, which orders as
 * its first 48 bits do as a number, and costs no conversion for any row.
 */
export function hashPartSql(split: HashSplit, hash: Sql): Sql {
  const cuts = cutPoints(split.parts.map((p) => p.share));
  const arms = split.parts.map((part, i) => sql`WHEN ${hash} < ${cutText(cuts[i])} THEN ${part.name}`);
  return sql`CASE ${join(arms, sql` `)} END`;
}

/** The part's name, by the split's column; NULL where that is NULL. */
export function timePartSql(dialect: Dialect, split: TimeSplit, column: Column): Sql {
  const value = columnValue(dialect, column);
  const compared = comparableValue(dialect, value, column.type);
  const arms = split.parts.map((part) =>
    part.until === null
      ? sql`WHEN ${value} IS NOT NULL THEN ${part.name}`
      : sql`WHEN ${compared} < ${dialect.instant(parseMicros(part.until), column.type)} THEN ${part.name}`,
  );
  return sql`CASE ${join(arms, sql` `)} END`;
}

/** A cut point as the first digits of a hash; 2^48, above all of them, as what sorts after every digit. */
function cutText(cut: bigint | undefined): string {
  const text = (cut ?? 0n).toString(16).padStart(DIGITS, '0');
  return text.length > DIGITS ? 'g' : text;
}

/** Rows of one part, by the split hash. */
export function inHashPart(split: HashSplit, part: string, hash: Sql): Sql {
  const cuts = cutPoints(split.parts.map((p) => p.share));
  const index = split.parts.findIndex((p) => p.name === part);
  const low = index > 0 ? [sql`${hash} >= ${cutText(cuts[index - 1])}`] : [];
  const high = index < cuts.length - 1 ? [sql`${hash} < ${cutText(cuts[index])}`] : [];
  return and([...low, ...high, ...(low.length + high.length === 0 ? [sql`1 = 1`] : [])]);
}

/** Rows of one part, by the value of the split's column and its type. */
export function inTimePart(
  dialect: Dialect,
  split: TimeSplit,
  part: string,
  value: Sql,
  type: ColumnType,
): Sql {
  const index = split.parts.findIndex((p) => p.name === part);
  const bound = (until: string | null | undefined, compare: (at: Sql) => Sql) =>
    typeof until === 'string' ? [compare(dialect.instant(parseMicros(until), type))] : [];
  const compared = comparableValue(dialect, value, type);
  const low = bound(split.parts[index - 1]?.until, (at) => sql`${compared} >= ${at}`);
  const high = bound(split.parts[index]?.until, (at) => sql`${compared} < ${at}`);
  return and([...low, ...high, ...(low.length + high.length === 0 ? [sql`1 = 1`] : [])]);
}

/** Rows of one fold. @param fold from 0 */
export function inFold(dialect: Dialect, hash: Sql, fold: bigint, folds: bigint): Sql {
  return sql`${dialect.modulo(dialect.hexDigits(hash, FOLD_DIGITS, DIGITS), folds)} = ${fold}`;
}

/** Rows of a sample. @param share a decimal such as `0.01` */
export function inSampleSql(dialect: Dialect, hash: Sql, share: string): Sql {
  return sql`${dialect.hexDigits(hash, SAMPLE_DIGITS, DIGITS)} < ${sampleBound(share)}`;
}
