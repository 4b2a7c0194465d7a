import type { StoredVersion } from '../catalog/catalog.ts';
import type { ReadTarget } from '../read/read.ts';
import type { App } from './app.ts';

/**
 * Where a version's data are: the table that the config has the dataset in now, else the one that the
 * version was made from. Either way the digests prove that the data are the version's.
 */
export async function readTarget(app: App, version: StoredVersion): Promise<ReadTarget> {
  const declared = app.datasets().find((d) => d.name === version.dataset);
  const { name, table } = version.facts.source;
  const source = await app.source(declared?.source ?? name);
  return { version, source, table: declared?.table ?? table, maxBytesBilled: declared?.maxBytesBilled };
}
