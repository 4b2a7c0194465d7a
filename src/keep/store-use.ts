import { locate } from '../archive/locate.ts';
import type { StoredArchive } from '../catalog/archives.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { partitionsOf } from '../read/verify.ts';
import { parseManifest } from '../version/manifest.ts';
import { parseReference } from '../version/reference.ts';

/** Which archived versions need an object, by its SHA-256. */
export async function storeUse(catalog: Catalog): Promise<ReadonlyMap<string, readonly StoredArchive[]>> {
  const use = new Map<string, StoredArchive[]>();
  for (const archive of await catalog.archives.list()) {
    const [version] = await catalog.versions.find(parseReference(archive.version));
    if (!version) continue;
    const partitions = await partitionsOf(catalog, parseManifest(version.manifest));
    const { objects } = await locate(catalog.archives, archive.layout, partitions);
    for (const { sha256 } of objects) {
      const users = use.get(sha256);
      if (users) users.push(archive);
      else use.set(sha256, [archive]);
    }
  }
  return use;
}
