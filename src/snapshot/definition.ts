import { sha256 } from '../base/sha256.ts';
import type { Source } from '../scan/dataset.ts';
import type { Scope } from '../scan/scope.ts';
import { schemaEntry } from '../source/column.ts';
import { jcs } from '../version/jcs.ts';

/**
 * What a partition's digest and counts depend on beside its rows, as a SHA-256: a digest that was taken
 * under another definition is never used again.
 */
export function definitionOf(source: Source, scope: Scope): string {
  return sha256(
    jcs({
      source: source.identity,
      engine: [scope.dialect.engine, scope.dialect.revision],
      table: scope.table,
      columns: scope.columns.map((c) => ({
        ...schemaEntry(c),
        source: c.source,
        native: c.type.native,
        cast: c.cast ?? null,
      })),
      ingestion: [scope.ingestion.name, scope.granularity, scope.nulls],
      filter: scope.filter,
      split: scope.split,
    }),
  );
}
