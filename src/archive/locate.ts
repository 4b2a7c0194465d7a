import { TidemarkError } from '../base/errors.ts';
import type { ArchivedObject, Archives } from '../catalog/archives.ts';
import type { PartitionEntry } from '../partition/late-rows.ts';
import type { Store } from '../store/store.ts';
import { objectKey } from './layout.ts';

/** Where partitions are in the store. */
export interface Located {
  /** Every object that holds one of them, once. */
  readonly objects: readonly ArchivedObject[];
  /** The object that holds it. */
  objectOf(partition: PartitionEntry): ArchivedObject | undefined;
}

/** Which objects hold the partitions, as far as the catalog knows. */
export async function locate(
  archives: Archives,
  layout: string,
  partitions: readonly PartitionEntry[],
): Promise<Located> {
  const name = ({ from, digest }: PartitionEntry) => `${from} ${digest}`;
  const asked = new Set(partitions.map(name));
  const held = (await archives.partitions(layout)).filter((p) => asked.has(name(p)));
  const objects = await archives.objects([...new Set(held.map((p) => p.object))]);
  const bySum = new Map(objects.map((object) => [object.sha256, object]));
  const where = new Map(held.map((p) => [name(p), bySum.get(p.object)]));
  return { objects, objectOf: (partition) => where.get(name(partition)) };
}

/** Requests that are on their way at once. */
const AT_ONCE = 16;

/** The objects that the store lacks, or has with another length. */
export async function notWhole(
  store: Store,
  objects: readonly ArchivedObject[],
  signal: AbortSignal,
): Promise<readonly ArchivedObject[]> {
  const lacking: ArchivedObject[] = [];
  for (let i = 0; i < objects.length; i += AT_ONCE) {
    const batch = objects.slice(i, i + AT_ONCE);
    const sizes = await Promise.all(batch.map((object) => store.size(objectKey(object.sha256), signal)));
    lacking.push(...batch.filter((object, at) => sizes[at] !== object.bytes));
  }
  return lacking;
}

/** The error of an archive that is not whole. */
export function archiveIncomplete(version: string, store: Store, lacking: number): TidemarkError {
  return new TidemarkError(
    'object-missing',
    `Version ${version} is archived in ${store.place}, but ${lacking} of its objects are gone or cut short. ` +
      'Mend it from the source, where that still holds the version: tidemark store check --repair',
  );
}
