import type { Catalog, StoredVersion } from '../catalog/catalog.ts';
import { type LateRows, lateRows, type PartitionChange } from '../partition/late-rows.ts';
import { diffDefinition, diffSchema, type SchemaDiff } from '../version/diff.ts';
import { type Manifest, parseManifest } from '../version/manifest.ts';
import type { PeriodNode } from '../version/period-tree.ts';
import { diffTrees } from '../version/tree-diff.ts';
import type { VersionId } from '../version/version-id.ts';

/** How a version differs from the one before it. */
export interface Comparison {
  readonly base: VersionId | null;
  readonly changes: readonly PartitionChange[];
  readonly late: readonly LateRows[];
  readonly schema: SchemaDiff;
  /** The version before, where it covered a partition that is different now, or had the same watermark. */
  readonly supersedes: VersionId | null;
}

const SAME_SCHEMA: SchemaDiff = { added: [], removed: [], changed: [] };

/**
 * @param base the version before, by watermark; undefined for the first
 * @param nodes the new version's nodes, which the catalog may not have yet
 */
export async function compareWithBase(
  catalog: Catalog,
  base: StoredVersion | undefined,
  manifest: Manifest,
  nodes: readonly PeriodNode[],
): Promise<Comparison> {
  const own = new Map(nodes.map((n) => [n.digest, n.body]));
  const load = async (digests: readonly string[]) => {
    const elsewhere = digests.filter((digest) => !own.has(digest));
    return new Map([...own, ...(elsewhere.length > 0 ? await catalog.versions.nodes(elsewhere) : [])]);
  };
  if (!base) {
    const changes = await diffTrees([], manifest.periods, load);
    return { base: null, changes, late: [], schema: SAME_SCHEMA, supersedes: null };
  }
  const before = parseManifest(base.manifest);
  const changes = await diffTrees(before.periods, manifest.periods, load);
  const schema = diffSchema(before.schema, manifest.schema);
  const sameRows = !diffDefinition(before, manifest).some(
    (aspect) => aspect === 'filter' || aspect === 'ingestion',
  );
  const sameContent = sameRows && schema.added.length + schema.removed.length + schema.changed.length === 0;
  const touched = sameContent && changes.some((c) => c.from < before.watermark);
  const replaced = before.watermark === manifest.watermark && changes.length > 0;
  return {
    base: base.id,
    changes,
    late: sameRows ? lateRows(changes, before.watermark) : [],
    schema,
    supersedes: touched || replaced ? base.id : null,
  };
}
