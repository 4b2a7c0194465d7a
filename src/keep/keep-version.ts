import type { Clock } from '../base/clock.ts';
import type { Catalog, StoredPin } from '../catalog/catalog.ts';
import { prove, type ReadTarget, withVersion } from '../read/open-version.ts';
import { partitionsOf } from '../read/verify.ts';
import { pinVersion, requirePins } from './pin-version.ts';

/** Changes how a version that is there is kept. */
export function createKeep({ catalog, clock }: { readonly catalog: Catalog; readonly clock: Clock }) {
  return {
    /** Has the warehouse keep the version by itself, after proving that the source still holds it. @throws drift */
    pin: (target: ReadTarget, signal: AbortSignal): Promise<StoredPin> =>
      withVersion({ catalog, clock }, target, signal, 'pin', async (opened) => {
        const { driver, call, place, isPin } = opened;
        const { id, dataset } = target.version;
        requirePins(place.source, driver);
        if (!isPin) await prove(target.version, opened, await partitionsOf(catalog, opened.manifest));
        return pinVersion(catalog, { id, dataset, ...place, driver, call }, clock());
      }),
  };
}
