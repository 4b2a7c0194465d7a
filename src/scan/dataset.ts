import type { Recheck } from '../partition/recheck.ts';
import type { ColumnChoice } from '../source/bind-columns.ts';
import type { Connect } from '../source/connector.ts';
import type { Dialect } from '../source/dialect.ts';
import type { Split } from '../split/split.ts';
import type { Manifest, RowMode } from '../version/manifest.ts';

/** A connection to one warehouse, by its configured name. */
export interface Source {
  readonly name: string;
  /** Which warehouse it is, whatever its name: `Connector.identity`. */
  readonly identity: string;
  readonly dialect: Dialect;
  readonly connect: Connect;
}

/** A dataset as it is declared: a named view of one table. */
export interface Dataset {
  readonly name: string;
  /** The source's name. */
  readonly source: string;
  readonly table: string;
  readonly columns: ColumnChoice;
  readonly where: string | null;
  readonly ingestion: {
    readonly column: string;
    readonly granularity: Manifest['ingestion']['granularity'];
    /** Seconds after a boundary before it is taken as a watermark. */
    readonly delay: number;
    readonly recheck: Recheck;
    readonly nulls: Manifest['ingestion']['nulls'];
  };
  readonly rows: RowMode;
  readonly split: Split | null;
  /** Rows that one digest query covers, about; what a killed snapshot loses at most. */
  readonly rowsPerScan: bigint;
  /** What keeps a version's data: nothing but the source, a copy that the warehouse keeps by itself, or files in the store. */
  readonly keep: 'reference' | 'pin' | 'archive';
  /** What the queries of one run may be billed for; undefined for the source's own limit. */
  readonly maxBytesBilled?: bigint | undefined;
}
