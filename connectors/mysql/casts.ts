import { TidemarkError } from '../../src/base/errors.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { join, type Sql, sql } from '../../src/source/sql.ts';
import { utf8 } from './canonical-text.ts';
import { raise } from './value-error.ts';

/** The native type that each type of the contract is cast to. */
const CONTRACT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    int: 'bigint',
    double: 'double',
    bool: 'tinyint(1)',
    string: 'longtext',
    bytes: 'longblob',
    date: 'date',
    timestamp: 'datetime(6)',
    timestamptz: 'timestamp(6)',
    time: 'time(6)',
    uuid: 'uuid',
  }),
);

/** What each of those native types is made with. A value that does not fit gives a warning, which fails the query. */
const CASTS: ReadonlyMap<string, (value: Sql) => Sql> = new Map(
  Object.entries({
    bigint: (v) => within(v, sql`-9223372036854775808`, sql`9223372036854775807`, sql`CAST(${v} AS SIGNED)`),
    'bigint unsigned': (v) => within(v, sql`0`, sql`18446744073709551615`, sql`CAST(${v} AS UNSIGNED)`),
    double: (v) => sql`(${v} + 0E0)`,
    'tinyint(1)': boolean,
    longtext: utf8,
    longblob: (v) => sql`CAST(${v} AS BINARY)`,
    date: (v) => sql`CAST(${v} AS DATE)`,
    'datetime(6)': (v) => notFiner(v, sql`CAST(${v} AS DATETIME(6))`),
    'timestamp(6)': instant,
    'time(6)': (v) => notFiner(v, sql`CAST(${v} AS TIME(6))`),
    uuid,
  }),
);

/** @throws column-unsupported where the type is neither the contract's nor one of those native types */
export function cast(value: Sql, type: string): { readonly value: Sql; readonly native: string } {
  const native = CONTRACT.get(type) ?? type.trim().toLowerCase();
  const make = CASTS.get(native);
  if (make) return { value: make(value), native };
  const decimal = /^decimal\((\d+),\s?(\d+)\)$/.exec(native);
  const [precision, scale] = [Number(decimal?.[1] ?? 0), Number(decimal?.[2] ?? 0)];
  if (precision > 0 && precision <= 65 && scale <= Math.min(precision, 38)) {
    const digits = `decimal(${precision},${scale})`;
    return { value: sql`CAST(${value} AS ${rawSql(digits)})`, native: digits };
  }
  throw new TidemarkError(
    'column-unsupported',
    `"${type}" is not a type that MySQL columns can be cast to: expected int, decimal(p,s), double, bool, string, ` +
      `bytes, date, timestamp, timestamptz, time, uuid, or one of ${[...CASTS.keys()].join(', ')}.`,
  );
}

/** A number out of range would become another, in part without a warning. */
function within(value: Sql, least: Sql, most: Sql, made: Sql): Sql {
  const message = 'a number that is cast to an integer is beyond 64 bits.';
  return sql`CASE WHEN ${value} BETWEEN ${least} AND ${most} THEN ${made} WHEN ${value} IS NOT NULL THEN ${raise(sql`CAST(${value} AS CHAR)`, message)} END`;
}

/** Digits of a text beyond the microsecond would be rounded away. */
function notFiner(value: Sql, made: Sql): Sql {
  const message = 'a text that is cast to a time holds digits finer than a microsecond.';
  return sql`CASE WHEN ${utf8(value)} REGEXP '[.][0-9]{7}' THEN ${raise(sql`CAST(${value} AS CHAR)`, message)} ELSE ${made} END`;
}

/** From true, t, 1, BIT(1) and the like; any other value stops the query. */
function boolean(value: Sql): Sql {
  const text = sql`LOWER(${utf8(value)})`;
  const yes = sql`'1', 'true', 't', _utf8mb4 0x01 COLLATE utf8mb4_bin`;
  const no = sql`'0', 'false', 'f', _utf8mb4 0x00 COLLATE utf8mb4_bin`;
  return sql`CASE WHEN ${text} IN (${yes}) THEN 1 WHEN ${text} IN (${no}) THEN 0 ELSE ${raise(text, 'a value that is cast to bool is none of true, false, t, f, 1 and 0.')} END`;
}

/** A text may end in an offset such as +02:00 or in Z; without one it is read as UTC. MariaDB reads none itself. */
function instant(value: Sql): Sql {
  const text = sql`TRIM(TRAILING 'Z' FROM ${utf8(value)})`;
  // MySQL reads no time that begins with a plus.
  const offset = sql`TIME_TO_SEC(CONCAT(RIGHT(${text}, 5), ':00'))`;
  const sign = sql`IF(LEFT(RIGHT(${text}, 6), 1) = '-', 1, -1)`;
  const local = sql`CAST(LEFT(${text}, CHAR_LENGTH(${text}) - 6) AS DATETIME(6))`;
  const made = sql`CASE WHEN ${text} REGEXP ':[0-9.]+[+-][0-9]{2}:[0-9]{2}$' THEN TIMESTAMPADD(SECOND, ${sign} * ${offset}, ${local}) ELSE CAST(${text} AS DATETIME(6)) END`;
  return notFiner(value, made);
}

/** From text in 8-4-4-4-12 hex digits, or from BINARY(16), which is how MySQL, without such a type, keeps them. */
function uuid(value: Sql): Sql {
  const hex = sql`LOWER(HEX(${value}))`;
  const pieces = ['1, 8', '9, 4', '13, 4', '17, 4', '21, 12'].map((at) => sql`SUBSTR(${hex}, ${rawSql(at)})`);
  const text = sql`CASE WHEN LENGTH(${value}) = 16 THEN CONCAT_WS('-', ${join(pieces, sql`, `)}) COLLATE utf8mb4_bin ELSE LOWER(${utf8(value)}) END`;
  const digits = (count: string) => `[0-9a-f]{${count}}`;
  const pattern = rawSql(`'^${['8', '4', '4', '4', '12'].map(digits).join('-')}$'`);
  return sql`CASE WHEN ${text} REGEXP ${pattern} THEN ${text} ELSE ${raise(text, 'a value that is cast to uuid is not written as one, in 8-4-4-4-12 hex digits.')} END`;
}
