/** How a version is split, as its manifest says it: docs/formats.md, sections 3 and 5. */
export type Split = HashSplit | TimeSplit;

/** By a hash of the key. */
export interface HashSplit {
  readonly algorithm: 'split-v1';
  /** Manifest names of the key columns, in the declared order. */
  readonly key: readonly string[];
  readonly parts: readonly { readonly name: string; readonly share: string }[];
  readonly salt: string;
}

/** By a timestamp or date column. */
export interface TimeSplit {
  readonly algorithm: 'time-v1';
  readonly column: string;
  /** `until` is exclusive; the last part's is null. */
  readonly parts: readonly { readonly name: string; readonly until: string | null }[];
}

/** The part names in the declared order; none where there is no split. */
export function partNames(split: Split | null): readonly string[] {
  return split?.parts.map((p) => p.name) ?? [];
}
