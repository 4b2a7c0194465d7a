import type { Knex } from 'knex';
import type { Pins, StoredPin } from './catalog.ts';

const COLUMNS = ['version', 'dataset', 'source', 'reference', 'expires', 'created'] as const;

export function knexPins(db: Knex): Pins {
  return {
    find: async (version): Promise<StoredPin | undefined> =>
      db('pins')
        .where({ version })
        .first(...COLUMNS),
    list: async (): Promise<StoredPin[]> =>
      db('pins')
        .orderBy('version')
        .select(...COLUMNS),
    async record(pin) {
      await db('pins').insert(pin).onConflict('version').merge(['source', 'reference', 'expires']);
    },
    async forget(version) {
      await db('pins').where({ version }).delete();
    },
  };
}
