import type { Instant } from '../base/instant.ts';
import type { Cost } from '../source/driver.ts';

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
  /** What the run's queries cost, where the warehouse charges for each and says so. */
  readonly cost?: CostFacts;
  /** By which rule partitions were not digested again: the dataset's `recheck`. */
  readonly trusted: string;
}

/** `Cost` of the source's port as text. */
export interface CostFacts {
  readonly bytesScanned?: string;
  readonly bytesBilled?: string;
  readonly slotMs?: string;
  readonly credits?: string;
}

export function costFacts(cost: Cost): CostFacts {
  return Object.fromEntries(Object.entries(cost).map(([name, value]) => [name, String(value)]));
}
