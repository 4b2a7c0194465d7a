import type { Knex } from 'knex';
import type { Moments, StoredMoment } from './catalog.ts';

const COLUMNS = ['version', 'dataset', 'source', 'table', 'moment', 'at', 'until'] as const;

export function knexMoments(db: Knex): Moments {
  return {
    async list(dataset): Promise<StoredMoment[]> {
      const query = db('moments')
        .orderBy([{ column: 'at', order: 'desc' }, 'version'])
        .select(...COLUMNS);
      return dataset === undefined ? query : query.where({ dataset });
    },
    async record(moment) {
      await db('moments')
        .insert(moment)
        .onConflict('version')
        .merge(['source', 'table', 'moment', 'at', 'until']);
    },
  };
}
