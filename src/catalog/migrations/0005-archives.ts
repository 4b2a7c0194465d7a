import type { Knex } from 'knex';
import type { Migration } from './migration.ts';

/** Which versions are archived, in which objects of the store their partitions are, and what each object's bytes are. */
export const archives: Migration = {
  name: '0005-archives',
  async up(knex: Knex) {
    await knex.schema.createTable('archives', (t) => {
      t.string('version', 128).primary();
      t.string('dataset', 63).notNullable().index();
      t.string('layout', 64).notNullable();
      t.text('types').notNullable();
      t.string('created', 20).notNullable();
    });
    await knex.schema.createTable('archive_objects', (t) => {
      t.string('sha256', 64).primary();
      t.string('layout', 64).notNullable().index();
      t.string('bytes', 24).notNullable();
      t.string('rows', 24).notNullable();
      t.text('segments').notNullable();
    });
    await knex.schema.createTable('archive_partitions', (t) => {
      t.string('layout', 64).notNullable();
      t.string('from', 20).notNullable();
      t.string('digest', 64).notNullable();
      t.string('rows', 24).notNullable();
      t.string('object', 64).notNullable().index();
      t.primary(['layout', 'from', 'digest']);
    });
  },
};
