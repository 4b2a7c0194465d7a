import type { Knex } from 'knex';
import type { Migration } from './migration.ts';

/** The state of the source that a version was last made from, and until when time travel has it. */
export const moments: Migration = {
  name: '0006-moments',
  async up(knex: Knex) {
    await knex.schema.createTable('moments', (t) => {
      t.string('version', 128).primary();
      t.string('dataset', 63).notNullable().index();
      t.text('source').notNullable();
      t.text('table').notNullable();
      t.text('moment').notNullable();
      t.string('at', 20).notNullable();
      t.string('until', 20).notNullable();
    });
  },
};
