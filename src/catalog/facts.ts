import type { Instant } from '../base/instant.ts';

/**
 * What is known of a version beyond its manifest, as it was when the version was made. Counts are decimal
 * text; instants are text in UTC.
 */
export interface Facts {
  readonly rows: string;
  /** Rows by part; in row mode `latest` before rows of one key are resolved to the latest. */
  readonly parts: Readonly<Record<string, string>>;
  readonly partitions: {
    readonly total: number;
    /** Digested by the run that made the version; the others were taken over as digested before. */
    readonly digested: number;
    /** Different from, or not in, the version before. */
    readonly changed: number;
  };
  readonly lateRows: readonly { readonly partition: Instant; readonly rows: string }[];
  readonly source: {
    readonly name: string;
    readonly engine: string;
    readonly engineVersion: string;
    readonly table: string;
    readonly casts: Readonly<Record<string, string>>;
  };
  /** Least and greatest ingestion timestamp. */
  readonly ingested: { readonly first: string; readonly last: string };
  /** By which rule partitions were not digested again: the dataset's `recheck`. */
  readonly trusted: string;
}
