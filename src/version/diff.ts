import type { PartitionChange } from '../partition/late-rows.ts';
import type { SchemaEntry } from '../source/column.ts';
import { jcs } from './jcs.ts';
import type { Manifest } from './manifest.ts';

/** How two schemas differ, by column name. */
export interface SchemaDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

export function diffSchema(before: readonly SchemaEntry[], after: readonly SchemaEntry[]): SchemaDiff {
  const old = new Map(before.map((c) => [c.name, jcs(c)]));
  const now = new Map(after.map((c) => [c.name, jcs(c)]));
  return {
    added: [...now.keys()].filter((c) => !old.has(c)),
    removed: [...old.keys()].filter((c) => !now.has(c)),
    changed: [...now.keys()].filter((c) => old.has(c) && old.get(c) !== now.get(c)),
  };
}

/** What else in the definition differs: `filter`, `ingestion`, `rows` and `split`. */
export function diffDefinition(before: Manifest, after: Manifest): readonly string[] {
  const aspects = ['filter', 'ingestion', 'rows', 'split'] as const;
  return aspects.filter((aspect) => jcs(before[aspect]) !== jcs(after[aspect]));
}

/** The changes sorted by what happened to the partition. */
export function sortChanges(changes: readonly PartitionChange[]): {
  readonly added: readonly PartitionChange[];
  readonly changed: readonly PartitionChange[];
  readonly gone: readonly PartitionChange[];
} {
  return {
    added: changes.filter((c) => c.before === null),
    changed: changes.filter((c) => c.before !== null && c.after !== null),
    gone: changes.filter((c) => c.after === null),
  };
}
