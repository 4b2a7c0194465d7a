import { rm } from 'node:fs/promises';
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
      if (await store.save(key, file, sum, signal)) added.push(key);
      await rm(file);
    },
    finish: async () => {},
    async abandon() {
      const limit = AbortSignal.timeout(ABANDON_MS);
      // The manifest first, so that what is left over is never taken for an export.
      for (const key of added.toReversed()) await store.remove(key, limit);
    },
  };
}
