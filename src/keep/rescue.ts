import { TidemarkError } from '../base/errors.ts';
import { type Instant, instantFromMicros, microsOf } from '../base/instant.ts';
import type { Catalog, StoredVersion } from '../catalog/catalog.ts';
import { holdingsOf, livePin } from '../read/holdings.ts';
import type { ReadDependencies, ReadTarget } from '../read/open-version.ts';
import { lookToday } from '../read/today.ts';

/** A version of which nothing is recorded that holds it for longer. */
export interface Expiring {
  readonly version: StoredVersion;
  readonly held: 'pin' | 'past';
  /** When that ends. */
  readonly until: Instant;
}

/** What became of it. */
export interface Rescue extends Expiring {
  /** `unchanged`: its past ends, but the source itself still holds it, so that nothing was done. */
  readonly state: 'rescued' | 'unchanged' | 'failed';
  /** What failed. */
  readonly error: TidemarkError | null;
}

export interface RescueTools {
  /** Where the version's data are. */
  targetOf(version: StoredVersion): Promise<ReadTarget>;
  /** Archives it, or renews its pin. */
  keep(target: ReadTarget): Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * The versions without an archive whose pin, or without a pin whose past, ends within so many seconds; the soonest first.
 * What has ended already is not among them: nothing can be done about it any more, and it was when there was time.
 */
export async function expiring(
  catalog: Catalog,
  now: Instant,
  seconds: number,
  dataset?: string,
): Promise<readonly Expiring[]> {
  const limit = instantFromMicros(microsOf(now) + BigInt(seconds) * 1_000_000n);
  const ending: Expiring[] = [];
  for (const name of dataset === undefined ? await datasetsWithEnds(catalog) : [dataset]) {
    const versions = await catalog.versions.list(name);
    const holdings = await holdingsOf(catalog, name, versions, now);
    for (const version of versions) {
      const held = holdings(version.id);
      const pin = livePin(held, now);
      const until = pin ? pin.expires : held.past?.until;
      if (held.archive || !until || until > limit) continue;
      ending.push({ version, held: pin ? 'pin' : 'past', until });
    }
  }
  return ending.sort((a, b) => (a.until < b.until ? -1 : Number(a.until > b.until)));
}

/**
 * Keeps each in turn. One that fails does not stop the others. A version whose past ends is kept only where its rows have
 * changed: the source holds the others, and one look at it answers for all of a dataset.
 * @throws only where it is cancelled
 */
export async function rescue(
  dependencies: ReadDependencies,
  ending: readonly Expiring[],
  { targetOf, keep, signal }: RescueTools,
): Promise<readonly Rescue[]> {
  const unchanged = await unchangedOf();
  const done: Rescue[] = [];
  for (const one of ending) done.push(await rescued(one));
  return done;

  async function rescued(one: Expiring): Promise<Rescue> {
    if (unchanged.has(one.version.id)) return { ...one, state: 'unchanged', error: null };
    try {
      const target = await targetOf(one.version);
      // That the source has drifted is known; it need not be found out again.
      await keep(one.held === 'past' ? { ...target, pastAlone: true } : target);
      return { ...one, state: 'rescued', error: null };
    } catch (error) {
      return { ...one, state: 'failed', error: failureOf(error, signal) };
    }
  }

  async function unchangedOf(): Promise<ReadonlySet<string>> {
    const held = new Set<string>();
    const past = ending.filter((e) => e.held === 'past').map((e) => e.version);
    for (const dataset of new Set(past.map((v) => v.dataset))) {
      try {
        const targets = await Promise.all(past.filter((v) => v.dataset === dataset).map(targetOf));
        const today = await lookToday(dependencies, targets, signal);
        for (const { version, id } of today) if (id === version.id) held.add(version.id);
      } catch (error) {
        // Whatever is wrong with the source shows again when its past is read, beside the version it is told for.
        failureOf(error, signal);
      }
    }
    return held;
  }
}

/** @throws what is no failure of the one version: that it was cancelled, and faults in Tidemark */
function failureOf(error: unknown, signal: AbortSignal): TidemarkError {
  if (signal.aborted || !(error instanceof TidemarkError) || error.code === 'cancelled') throw error;
  return error;
}

async function datasetsWithEnds(catalog: Catalog): Promise<readonly string[]> {
  const [pins, moments] = [await catalog.pins.list(), await catalog.moments.list()];
  const ends = [...pins.filter((p) => p.expires !== null), ...moments];
  return [...new Set(ends.map((e) => e.dataset))].sort();
}
