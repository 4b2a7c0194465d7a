import type { Knex } from 'knex';
import type { Migration } from './migration.ts';

/** Where warehouses keep versions by themselves; unlike a version, a pin comes, is renewed, and goes. */
export const pins: Migration = {
  name: '0004-pins',
  async up(knex: Knex) {
    await knex.schema.createTable('pins', (t) => {
      t.string('version', 128).primary();
      t.string('dataset', 63).notNullable().index();
      t.text('source').notNullable();
      t.text('reference').notNullable();
      t.string('expires', 20);
      t.string('created', 20).notNullable();
    });
  },
};
