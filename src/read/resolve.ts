import { TidemarkError } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';
import type { Catalog, StoredVersion } from '../catalog/catalog.ts';
import { parseReference } from '../version/reference.ts';

/** Versions that an error lists. */
const LISTED = 3;

/**
 * The one version that a REF names.
 * @throws reference-invalid, version-missing, reference-ambiguous; the last two list the nearest
 */
export async function resolveVersion(catalog: Catalog, text: string): Promise<StoredVersion> {
  const reference = parseReference(text);
  const found = await catalog.versions.find(reference);
  const [only] = found;
  if (only && found.length === 1) return only;
  if (only) {
    const list = found.map((v) => v.id).join(', ');
    throw new TidemarkError(
      'reference-ambiguous',
      `"${text}" names ${found.length} versions: ${list}. Give the whole of one.`,
    );
  }
  throw new TidemarkError(
    'version-missing',
    `There is no version "${text}". ${await whatThereIs(catalog, reference.dataset, text)}`,
  );
}

async function whatThereIs(catalog: Catalog, dataset: string, text: string): Promise<string> {
  const versions = await catalog.versions.list(dataset);
  if (versions.length === 0) {
    return `The catalog has no versions of "${dataset}": is the name right (tidemark dataset list), and was a snapshot taken (tidemark snapshot ${dataset})?`;
  }
  const tags = (await catalog.tags.list(dataset)).map((t) => `${t.dataset}@${t.tag}`);
  const ids = versions.map((v) => v.id as string);
  const near = didYouMean(text, [...tags, ...ids]);
  const newest = ids.slice(0, LISTED).join(', ');
  const tagged = tags.length === 0 ? '' : `; tags: ${tags.slice(0, 2 * LISTED).join(', ')}`;
  return `${near.trimStart()}${near === '' ? '' : ' '}The newest of ${versions.length}: ${newest}${tagged}.`;
}
