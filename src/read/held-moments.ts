import type { Instant } from '../base/instant.ts';
import type { Catalog, StoredMoment, StoredVersion } from '../catalog/catalog.ts';
import { diffDefinition, diffSchema } from '../version/diff.ts';
import { type Manifest, parseManifest } from '../version/manifest.ts';
import { diffTrees, type LoadNodes } from '../version/tree-diff.ts';
import type { VersionId } from '../version/version-id.ts';

/**
 * For versions of one dataset: the moment at which time travel has them for longest. That is not always the one at which
 * a version was made: a later version of the same columns and rows, which holds the same partitions before its watermark,
 * shows that the source held it at that one's moment too. So the end of a version that nothing happened to moves on with
 * every snapshot, and one whose rows have changed ends with the last moment before. A moment that is over is none.
 * The catalog alone is asked; that a moment really gives the version is for its digests to say.
 */
export async function heldMoments(
  catalog: Catalog,
  dataset: string,
  versions: readonly StoredVersion[],
  now: Instant,
): Promise<ReadonlyMap<VersionId, StoredMoment>> {
  const held = new Map<VersionId, StoredMoment>();
  const live = (await catalog.moments.list(dataset)).filter((m) => m.until > now);
  if (live.length === 0) return held;
  const all = new Map((await catalog.versions.list(dataset)).map((v) => [v.id, v]));
  const parsed = parsedOnce();
  const load = nodesOnce((digests) => catalog.versions.nodes(digests));
  const latest = [...live].sort((a, b) => (a.until > b.until ? -1 : Number(a.until < b.until)));
  for (const version of versions) {
    for (const moment of latest) {
      const maker = all.get(moment.version);
      if (!maker || !(await holds(parsed(maker), parsed(version), load))) continue;
      held.set(version.id, moment);
      break;
    }
  }
  return held;
}

/** Whether every row of the one version is in the other, in partitions that are the same. */
async function holds(maker: Manifest, version: Manifest, load: LoadNodes): Promise<boolean> {
  if (maker.watermark < version.watermark) return false;
  const { added, removed, changed } = diffSchema(version.schema, maker.schema);
  const definition = diffDefinition(version, maker);
  if (added.length + removed.length + changed.length > 0) return false;
  if (definition.includes('filter') || definition.includes('ingestion')) return false;
  const changes = await diffTrees(version.periods, maker.periods, load);
  return changes.every((c) => c.from >= version.watermark);
}

function parsedOnce(): (version: StoredVersion) => Manifest {
  const known = new Map<VersionId, Manifest>();
  return (version) => {
    const manifest = known.get(version.id) ?? parseManifest(version.manifest);
    known.set(version.id, manifest);
    return manifest;
  };
}

/** Versions share most of their nodes. */
function nodesOnce(load: LoadNodes): LoadNodes {
  const known = new Map<string, string>();
  return async (digests) => {
    const unknown = digests.filter((d) => !known.has(d));
    if (unknown.length > 0) for (const [digest, body] of await load(unknown)) known.set(digest, body);
    return known;
  };
}
