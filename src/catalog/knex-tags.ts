import type { Knex } from 'knex';
import { TidemarkError } from '../base/errors.ts';
import type { Tag, Tags } from './catalog.ts';

export function knexTags(db: Knex): Tags {
  return {
    list: async (dataset): Promise<Tag[]> => db('tags').where({ dataset }).orderBy('tag'),

    async move({ dataset, tag, version }, expected) {
      const changed =
        expected === null
          ? (
              await db('tags')
                .insert({ dataset, tag, version })
                .onConflict(['dataset', 'tag'])
                .ignore()
                .returning('tag')
            ).length
          : await db('tags').where({ dataset, tag, version: expected }).update({ version });
      if (changed === 1) return;
      throw new TidemarkError(
        'tag-moved',
        `Tag ${dataset}@${tag} was moved by somebody else meanwhile. Look at it again, then repeat.`,
      );
    },
  };
}
