import { rm } from 'node:fs/promises';
import { TidemarkError } from '../base/errors.ts';
import type { Store } from '../store/store.ts';
import { CROISSANT, DATA_FOLDER, MANIFEST, README } from './export-layout.ts';
import type { ExportPlace } from './export-place.ts';

/** How long removing what was added may take, after the export was cancelled or failed. */
const ABANDON_MS = 30_000;

/**
 * A store, whose files come one after the other and are never overwritten. The manifest comes last: without it there is no
 * export. What a killed run left is taken up by the next, which writes the same bytes.
 */
export function storePlace(store: Store, signal: AbortSignal): ExportPlace {
  const added: string[] = [];
  /** A file that may or may not have arrived when its write was cut off. */
  let unsure: string | undefined;
  /** Of a run that was killed. */
  let resumed = false;
  return {
    name: store.place,
    present: store,
    async paths() {
      const found: string[] = [];
      for await (const { key, partial } of store.list('', signal)) if (!partial) found.push(key);
      return found.length === 0 ? undefined : found;
    },
    goesOn: (paths) =>
      !paths.includes(MANIFEST) &&
      paths.every((p) => [README, CROISSANT].includes(p) || p.startsWith(`${DATA_FOLDER}/`)),
    async add(key, file, sum) {
      unsure = key;
      const saved = await store.save(key, file, sum, signal).catch((error: unknown) => {
        if (error instanceof TidemarkError && error.code === 'store-conflict') unsure = undefined;
        throw error;
      });
      if (saved) added.push(key);
      else resumed = true;
      unsure = undefined;
      await rm(file);
    },
    finish: async () => {},
    async abandon() {
      const limit = AbortSignal.timeout(ABANDON_MS);
      // The manifest is written last. Where it arrived all the same, all did; without its files it would be no export for ever.
      if (unsure === MANIFEST && (await store.size(MANIFEST, limit)) !== undefined) return false;
      for (const key of added.toReversed()) await store.remove(key, limit);
      return unsure === undefined && !resumed;
    },
  };
}
