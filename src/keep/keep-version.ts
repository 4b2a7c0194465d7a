import type { StoredPin } from '../catalog/catalog.ts';
import { explainGone } from '../read/gone.ts';
import { prove, type ReadDependencies, type ReadTarget, withVersion } from '../read/open-version.ts';
import { partitionsOf } from '../read/verify.ts';
import { type ArchiveOptions, type ArchiveResult, archivedAlready, archiveOpened } from './archive-opened.ts';
import { pinVersion, requirePins } from './pin-version.ts';

/** Changes how a version that is there is kept. */
export function createKeep(dependencies: ReadDependencies) {
  const { catalog, clock } = dependencies;
  return {
    /** Has the warehouse keep the version by itself, after proving that the source still holds it. @throws drift */
    pin: (target: ReadTarget, signal: AbortSignal): Promise<StoredPin> =>
      withVersion(dependencies, target, signal, 'pin', async (opened) => {
        const { manifest, scope, driver, call, place, isPin } = opened;
        requirePins(place.source, driver);
        const partitions = () => partitionsOf(catalog, manifest);
        if (!isPin) await prove(target.version, opened, await partitions());
        const pinnable = { version: target.version, source: place.source, scope, partitions, driver, call };
        return pinVersion(catalog, pinnable, clock());
      }),

    /**
     * Brings the version into the store, from its pin or else from its source. One at a time for each dataset.
     * @throws drift, archive-unfit; store-denied, disk-full and whatever else the store says
     */
    archive: async (target: ReadTarget, options: ArchiveOptions): Promise<ArchiveResult> => {
      try {
        return (
          (await archivedAlready(dependencies, target, options)) ??
          (await withVersion(dependencies, target, options.signal, 'archive', (opened) =>
            archiveOpened(dependencies, target.version, opened, options),
          ))
        );
      } catch (error) {
        throw await explainGone(catalog, target.version, error, clock());
      }
    },
  };
}
