import type { Knex } from 'knex';
import type { Migration } from './migration.ts';

/** Under which rule a run believed digests of runs before it. */
export const runRecheck: Migration = {
  name: '0003-run-recheck',
  async up(knex: Knex) {
    await knex.schema.alterTable('runs', (t) => {
      t.string('recheck', 20);
    });
  },
};
