import type { StoredVersion } from '../catalog/catalog.ts';
import type { Place, ReadTarget } from '../read/open-version.ts';
import type { App } from './app.ts';

/**
 * Where a version's data are: where it is pinned, else the table that the config has the dataset in now, else the one that the
 * version was made from. Either way the digests prove that the data are the version's.
 */
export async function readTarget(app: App, version: StoredVersion): Promise<ReadTarget> {
  const declared = app.datasets().find((d) => d.name === version.dataset);
  const { name, table } = version.facts.source;
  const source = await app.source(declared?.source ?? name);
  const pin = await pinOf(app, version);
  return { version, pin, source, table: declared?.table ?? table, maxBytesBilled: declared?.maxBytesBilled };
}

/** Where the warehouse keeps the version, as long as the config still has the source. */
async function pinOf(app: App, { id }: StoredVersion): Promise<Place | undefined> {
  const pin = await (await app.catalog()).pins.find(id);
  if (!pin || !app.sourceNames().includes(pin.source)) return undefined;
  return { source: await app.source(pin.source), table: pin.reference };
}
