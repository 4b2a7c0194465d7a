import { formatBytes } from '../../base/bytes.ts';
import { TidemarkError } from '../../base/errors.ts';
import { checkStore, type FaultyObject, pruneStore, type StoreCheck } from '../../keep/check-store.ts';
import { resolveVersion } from '../../read/resolve.ts';
import type { StoredFile } from '../../store/store.ts';
import type { App, Outcome } from '../app.ts';
import { archive } from '../archive.ts';
import { few } from '../describe-version.ts';
import { green, plural, red, table, yellow } from '../style.ts';

export interface StoreCheckOptions {
  readonly repair?: boolean;
  readonly readData?: boolean;
}

/** `tidemark store check`. */
export async function storeCheckCommand(app: App, { repair, readData }: StoreCheckOptions): Promise<Outcome> {
  const [catalog, store] = [await app.catalog(), await app.store()];
  const check = await checkStore(catalog, store, { readData: readData ?? false, signal: app.signal });
  const repairs = repair && check.faulty.length > 0 ? await repairAll(app, check.faulty) : [];
  const left = check.faulty.filter((object) => !isRepaired(object, repairs));
  return {
    exitCode: left.length > 0 || repairs.some((r) => r.error !== null) ? 1 : 0,
    json: { store: store.place, ...checkJson(check), repairs, whole: left.length === 0 },
    text: [...checkLines(check, store.place, readData ?? false), ...repairLines(repairs)].join('\n'),
  };
}

interface Repair {
  readonly version: string;
  /** Why it could not be mended; null where it was. */
  readonly error: string | null;
}

/** Every archived version that needs a faulty object is brought again, from its pin or its source, as far as it was in such. */
async function repairAll(app: App, faulty: readonly FaultyObject[]): Promise<readonly Repair[]> {
  const bad = new Set(faulty.map((object) => object.sha256));
  const versions = new Set(faulty.flatMap((object) => object.versions.map((v) => v.version)));
  const repairs: Repair[] = [];
  for (const id of versions) {
    try {
      await archive(app, await resolveVersion(await app.catalog(), id), { bad });
      repairs.push({ version: id, error: null });
    } catch (error) {
      if (!(error instanceof TidemarkError) || error.kind === 'cancelled') throw error;
      repairs.push({ version: id, error: error.message });
    }
  }
  return repairs;
}

function isRepaired({ versions }: FaultyObject, repairs: readonly Repair[]): boolean {
  const mended = repairs.filter((r) => r.error === null).map((r) => r.version);
  return versions.length > 0 && versions.every((v) => mended.includes(v.version));
}

function checkJson({ objects, bytes, faulty, unused, foreign, partial }: StoreCheck) {
  const file = ({ key, bytes: size, changed }: StoredFile) => ({ key, bytes: size.toString(), changed });
  return {
    objects,
    bytes: bytes.toString(),
    faulty: faulty.map(({ fault, key, versions }) => ({
      fault,
      key,
      versions: versions.map((v) => v.version),
    })),
    unused: unused.map(({ sha256, bytes: size }) => ({ sha256, bytes: size.toString() })),
    foreign: foreign.map(file),
    partial: partial.map(file),
  };
}

function checkLines(check: StoreCheck, place: string, readData: boolean): readonly string[] {
  const { objects, bytes, faulty, unused, foreign, partial } = check;
  const unusedBytes = unused.reduce((total, o) => total + o.bytes, 0n);
  const looked = readData ? 'every byte was read' : 'lengths were compared; --read-data reads every byte';
  return [
    `${faulty.length === 0 ? green('whole') : red('not whole')} ${place}: ${plural(objects, 'object')}, ${formatBytes(bytes)}; ${looked}`,
    ...(faulty.length === 0
      ? []
      : [
          table(
            ['FAULT', 'OBJECT', 'VERSIONS THAT NEED IT'],
            faulty.map((f) => [
              f.fault,
              f.key,
              few(
                f.versions.map((v) => v.version),
                3,
              ) || 'none',
            ]),
          ),
        ]),
    ...(unused.length === 0
      ? []
      : [
          `  no archived version needs ${plural(unused.length, 'object')}, ${formatBytes(unusedBytes)}: tidemark store prune`,
        ]),
    ...(foreign.length === 0
      ? []
      : [
          yellow(
            `  not of this catalog: ${few(
              foreign.map((f) => f.key),
              3,
            )}`,
          ),
        ]),
    ...(partial.length === 0
      ? []
      : [
          `  left by writes that were killed, or go on: ${few(
            partial.map((f) => f.key),
            3,
          )}`,
        ]),
  ];
}

function repairLines(repairs: readonly Repair[]): readonly string[] {
  return repairs.map(({ version, error }) =>
    error === null ? `${green('mended')} ${version}` : `${red('lost')} ${version}: ${error}`,
  );
}

/** `tidemark store prune`. */
export async function storePruneCommand(
  app: App,
  { dryRun }: { readonly dryRun?: boolean },
): Promise<Outcome> {
  const [catalog, store] = [await app.catalog(), await app.store()];
  const options = { clock: app.clock, dryRun: dryRun ?? false, signal: app.signal };
  const { objects, partial } = await pruneStore(catalog, store, options);
  const bytes = [...objects, ...partial].reduce((total, o) => total + o.bytes, 0n);
  const what = `${plural(objects.length, 'object')} that no archived version needs, and ${plural(partial.length, 'unfinished write')}`;
  return {
    json: {
      store: store.place,
      dryRun: dryRun ?? false,
      objects: objects.map((o) => o.sha256),
      partial: partial.map((p) => p.key),
      bytes: bytes.toString(),
    },
    text: `${dryRun ? 'would remove' : 'removed'} ${what} from ${store.place}: ${formatBytes(bytes)}`,
  };
}
