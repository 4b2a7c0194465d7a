import type { Instant } from '../base/instant.ts';
import type { NativeColumn } from './column.ts';
import type { Granularity } from './dialect.ts';
import type { Extracted } from './piece.ts';
import type { Sql } from './sql.ts';

/** What goes with every call: how to stop it, and what a DBA sees it is for. */
export interface Call {
  readonly signal: AbortSignal;
  readonly label: string;
}

export type DriverErrorKind =
  | 'transient'
  | 'denied'
  | 'missing'
  | 'invalid'
  | 'timeout'
  | 'cancelled'
  | 'unknown';

/** What an engine can say about a partition without reading its values. */
export interface Hint {
  /** What it goes by, for the facts: `row versions`. */
  readonly name: string;
  /** Changes whenever something may have changed that `row` does not show. */
  readonly epoch: string;
  /**
   * A 64-bit integer for each row, which is another for each version of it: where the epochs are equal, a
   * partition with as many rows and the same sum of it is unchanged. Undefined where the epoch says it all.
   */
  readonly row?: Sql;
  /** What the engine says of each of its own partitions, where it has such. */
  readonly partitions?: NativePartitions;
}

/** The partitions in which the warehouse itself keeps a table, and what it says of each. */
export interface NativePartitions {
  /** The column by which the table is partitioned, named as in the table. */
  readonly column: string;
  readonly granularity: Granularity;
  /** Every row whose column is not NULL is in one of them; false where rows may be elsewhere for now. */
  readonly complete: boolean;
  /** There are rows whose column is NULL. */
  readonly nulls: boolean;
  /** In order. Equal marks: equal rows. */
  readonly list: readonly { readonly from: Instant; readonly mark: string }[];
}

/** What queries cost, as the warehouse reckons it; what it does not say is left out. */
export interface Cost {
  readonly bytesScanned?: bigint;
  readonly bytesBilled?: bigint;
  /** Processor time, in milliseconds of a slot. */
  readonly slotMs?: bigint;
  /** Decimal text. */
  readonly credits?: string;
}

/** A state of a table that the warehouse still has when the table has changed: time travel. */
export interface Past {
  /** The driver's moment, as `Dialect.table` takes it. */
  readonly moment: string;
  /** When that was, by the warehouse's clock. */
  readonly at: Instant;
  /**
   * Until when it can be read at least, as the table is set up now; as long as nobody drops the table or makes it anew.
   * Rounded down, so that it is never said to be readable when it is not.
   */
  readonly until: Instant;
}

/** A copy of a table as it was at one moment, which the warehouse keeps by itself. */
export interface TablePin {
  /** As `Dialect.table` takes it, whatever the settings. */
  readonly reference: string;
  /** When the warehouse drops it by itself; null for never. */
  readonly expires: Instant | null;
}

/** What is the same of pins however they are made. */
export interface MadePins {
  /** Every pin that is there, in the place that the settings name. */
  list(call: Call): Promise<readonly TablePin[]>;
  /** Puts the end off, as far as the settings say. @returns undefined where it is gone */
  renew(reference: string, call: Call): Promise<TablePin | undefined>;
  /** Drops it; nothing where it is gone. */
  drop(reference: string, call: Call): Promise<void>;
}

/** Keeping a table's state without reading it. */
export interface TablePins extends MadePins {
  /** Keeps the table as it was at the driver's moment. Where there is a pin of that name, that one stays. */
  create(table: string, name: string, call: Call): Promise<TablePin>;
}

/** A partition that is to be in a pin. */
export interface PinnedPartition {
  /** Equal digests: equal rows, so that what is copied already under this one is not copied again. */
  readonly digest: string;
  /** Its start, in microseconds since the epoch. */
  readonly start: bigint;
  readonly rows: bigint;
}

/** A version's rows, for engines that keep them by copying. */
export interface PinCopy {
  /** The pin's name. */
  readonly name: string;
  /** The name of what holds the copies: pins of one layout share the partitions that they have in common. */
  readonly layout: string;
  /** Where the rows are: a table, whose columns of these names the pin has, with their types. */
  readonly from: Sql;
  readonly columns: readonly string[];
  /** The one of them by which reading asks for rows; undefined where it is cast first, so that no index helps. */
  readonly ingestion: string | undefined;
  readonly partitions: readonly PinnedPartition[];
  /** A query of the partitions' rows: the columns, then their partition's start, as `PARTITION_START`. */
  select(partitions: readonly PinnedPartition[]): Sql;
}

/** The last column of `PinCopy.select`. */
export const PARTITION_START = 'tidemark_start';

/** Keeping a version's rows by copying them, each partition once. */
export interface CopiedPins extends MadePins {
  /**
   * Copies what no other pin has copied, as of the driver's moment where the engine can. What it copied is not proven:
   * rows may have changed meanwhile. Where there is a pin of that name, that one stays. Killed in between, it goes on
   * with the partitions that are there. Afterwards nothing is asked of the driver but its pins and `close`.
   */
  copy(wanted: PinCopy, call: Call): Promise<TablePin>;
}

/** A row of texts; whatever is not text in the warehouse was made text by the query. */
export type Row = readonly (string | null)[];

/**
 * A connection that sees one moment of the warehouse: whatever is asked through one driver is answered
 * from the same state of the data, from its opening to its close. Transport only: it never retries and
 * never logs; decorators of this port do.
 */
export interface Driver {
  /**
   * The moment as `Dialect.table` needs it; undefined where the connection itself holds it. Fixed by the first
   * call at the latest: `changeToken` and `hint` are asked before it, so that they are never of a later state.
   */
  moment(call: Call): Promise<string | undefined>;
  /** The engine's version, as it says it. */
  version(call: Call): Promise<string>;
  /** The table's columns in their order. @throws where there is no such table */
  columns(table: string, call: Call): Promise<readonly NativeColumn[]>;
  /** The rows in batches, as they come; ending the loop or aborting the signal ends the query. */
  rows(query: Sql, call: Call): AsyncIterable<readonly Row[]>;
  /**
   * Writes the rows as a piece (piece.ts), in the order of the query, faster than `rows` could bring them. Only engines that
   * write files of rows themselves have it. The path must not exist.
   */
  readonly extract?: ((query: Sql, path: string, call: Call) => Promise<Extracted>) | undefined;
  /**
   * A token of the whole table's state: where two are equal, the data are the same. Undefined where the
   * engine has none, or cannot say at the moment. Taken at the driver's moment or before it.
   */
  changeToken(table: string, call: Call): Promise<string | undefined>;
  /**
   * How to tell an unchanged partition; undefined where the engine cannot say. For `recheck: hints`. Taken at the
   * driver's moment or before it.
   */
  readonly hint?: ((table: string, call: Call) => Promise<Hint | undefined>) | undefined;
  /**
   * Whether a query over a stretch of the column's values is charged as one over the whole table. Only engines that
   * charge for what is read have it.
   */
  readonly scansWhole?: ((table: string, column: string, call: Call) => Promise<boolean>) | undefined;
  /** What a query would read, in bytes, without running it. Only engines that can say have it. */
  readonly estimate?: ((query: Sql, call: Call) => Promise<bigint>) | undefined;
  /** What the driver's queries have cost so far. Only engines that charge for each have it. */
  readonly cost?: ((call: Call) => Promise<Cost>) | undefined;
  /**
   * How long the table can be read as it was at the driver's moment. Only engines with time travel have it; undefined
   * where the table has none, or never changes.
   */
  readonly past?: ((table: string, call: Call) => Promise<Past | undefined>) | undefined;
  /** Only engines that can keep a table's state, and whose settings say where, have them. */
  readonly pins?: TablePins | CopiedPins | undefined;
  /**
   * A pin holds the version's own rows, to which the dataset's filter was applied when they were copied. Said also where
   * the settings name no place for pins, since those that are there can still be read.
   */
  readonly pinsAreFiltered?: true | undefined;
  close(): Promise<void>;
}
