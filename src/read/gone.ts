import { TidemarkError } from '../base/errors.ts';
import type { Instant } from '../base/instant.ts';
import type { Catalog, StoredVersion } from '../catalog/catalog.ts';

/** Errors that mean that a version's data are not where they were looked for. */
const GONE = ['drift', 'source-missing', 'moment-gone', 'object-missing'];

/** An error of reading, with what is known of when and why the data went; other errors as they are. */
export async function explainGone(
  catalog: Catalog,
  version: StoredVersion,
  error: unknown,
  now: Instant,
): Promise<unknown> {
  if (!(error instanceof TidemarkError) || !GONE.includes(error.code)) return error;
  const known = [...(await changedBy(catalog, version)), ...(await endedPin(catalog, version, now))];
  if (known.length === 0) return error;
  return new TidemarkError(error.code, `${error.message} ${known.join(' ')}`, {
    cause: error,
    details: error.details,
  });
}

async function changedBy(catalog: Catalog, { id, dataset }: StoredVersion): Promise<readonly string[]> {
  const next = (await catalog.versions.list(dataset)).findLast((v) => v.supersedes === id);
  return next ? [`Its rows had changed by ${next.created}, when ${next.id} superseded it.`] : [];
}

async function endedPin(catalog: Catalog, { id }: StoredVersion, now: Instant): Promise<readonly string[]> {
  const pin = await catalog.pins.find(id);
  return pin?.expires && pin.expires <= now ? [`Its pin ${pin.reference} ended ${pin.expires}.`] : [];
}
