import type { StoredVersion } from '../catalog/catalog.ts';
import { heldMoments } from '../read/held-moments.ts';
import type { Place, ReadTarget } from '../read/open-version.ts';
import type { ArchivePlace } from '../read/read-archive.ts';
import type { Source } from '../scan/dataset.ts';
import type { App } from './app.ts';

/**
 * Where a version's data are: in its archive, where it is pinned, else in the table that the config has the dataset in now, else in the one
 * that the version was made from. Either way digests prove that the data are the version's.
 */
export async function readTarget(app: App, version: StoredVersion): Promise<ReadTarget> {
  const declared = app.datasets().find((d) => d.name === version.dataset);
  const { name, table } = version.facts.source;
  const [archive, pin] = [await archiveOf(app, version), await pinOf(app, version)];
  const source = await app.source(declared?.source ?? name).catch((error: unknown) => {
    if (!archive) throw error;
    return absentSource(name, archive, error);
  });
  return {
    version,
    archive,
    pin,
    past: await pastOf(app, version),
    source,
    table: declared?.table ?? table,
    maxBytesBilled: declared?.maxBytesBilled,
  };
}

/** The table that is to hold the version's data, and nothing else that might. */
export async function sourceTarget(app: App, version: StoredVersion): Promise<ReadTarget> {
  const declared = app.datasets().find((d) => d.name === version.dataset);
  const { name, table } = version.facts.source;
  return {
    version,
    source: await app.source(declared?.source ?? name),
    table: declared?.table ?? table,
    maxBytesBilled: declared?.maxBytesBilled,
  };
}

async function archiveOf(app: App, { id }: StoredVersion): Promise<ArchivePlace | undefined> {
  const archive = await (await app.catalog()).archives.find(id);
  return archive && { archive, store: await app.store(), dialect: await app.fileDialect() };
}

/** What an archive makes do without, until it is asked for. */
function absentSource(name: string, { dialect }: ArchivePlace, error: unknown): Source {
  return { name, identity: '', dialect, connect: () => Promise.reject(error) };
}

/** Where time travel has the version, likewise. */
async function pastOf(app: App, version: StoredVersion): Promise<Place | undefined> {
  const held = await heldMoments(await app.catalog(), version.dataset, [version], app.clock());
  const moment = held.get(version.id);
  if (!moment || !app.sourceNames().includes(moment.source)) return undefined;
  return { source: await app.source(moment.source), table: moment.table, moment: moment.moment };
}

/** Where the warehouse keeps the version, as long as the config still has the source. */
async function pinOf(app: App, { id }: StoredVersion): Promise<Place | undefined> {
  const pin = await (await app.catalog()).pins.find(id);
  if (!pin || !app.sourceNames().includes(pin.source)) return undefined;
  return { source: await app.source(pin.source), table: pin.reference };
}
