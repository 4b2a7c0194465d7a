import type { Knex } from 'knex';
import type { Migration } from './migration.ts';

/** Versions, nodes, what names them, and the write path's memory. */
export const createTables: Migration = {
  name: '0001-create-tables',
  async up(knex: Knex) {
    await knex.schema.createTable('nodes', (t) => {
      t.string('digest', 64).primary();
      t.text('body').notNullable();
    });
    await knex.schema.createTable('versions', (t) => {
      t.increments('seq');
      t.string('id', 128).notNullable().unique();
      t.string('dataset', 63).notNullable();
      t.string('watermark', 20).notNullable();
      t.string('hash', 16).notNullable();
      t.string('sha256', 64).notNullable();
      t.text('manifest').notNullable();
      t.text('facts').notNullable();
      t.string('created', 20).notNullable();
      t.string('supersedes', 128);
      t.index(['dataset', 'watermark', 'seq']);
      t.index(['dataset', 'hash']);
    });
    await knex.schema.createTable('heads', (t) => {
      t.string('dataset', 63).notNullable();
      t.string('watermark', 20).notNullable();
      t.string('version', 128).notNullable();
      t.primary(['dataset', 'watermark']);
    });
    await knex.schema.createTable('tags', (t) => {
      t.string('dataset', 63).notNullable();
      t.string('tag', 63).notNullable();
      t.string('version', 128).notNullable();
      t.primary(['dataset', 'tag']);
    });
    await knex.schema.createTable('runs', (t) => {
      t.increments('seq');
      t.string('id', 36).notNullable().unique();
      t.string('dataset', 63).notNullable();
      t.string('definition', 64).notNullable();
      t.string('watermark', 20).notNullable();
      t.text('token');
      t.string('started', 20).notNullable();
      t.string('version', 128);
      t.index(['definition', 'watermark']);
    });
    await knex.schema.createTable('partition_states', (t) => {
      t.string('definition', 64).notNullable();
      t.string('from', 20).notNullable();
      t.string('rows', 40).notNullable();
      t.string('lane0', 40).notNullable();
      t.string('lane1', 40).notNullable();
      t.string('digest', 64).notNullable();
      t.text('parts').notNullable();
      t.string('first', 24).notNullable();
      t.string('last', 24).notNullable();
      t.string('run', 36).notNullable();
      t.primary(['definition', 'from']);
    });
    await knex.schema.createTable('locks', (t) => {
      t.string('name', 80).primary();
      t.string('owner', 36).notNullable();
      t.string('host', 255).notNullable();
      t.integer('pid').notNullable();
      t.string('since', 20).notNullable();
      t.integer('beat').notNullable();
    });
    await knex.schema.createTable('engine_checks', (t) => {
      t.string('engine', 32).notNullable();
      t.string('version', 255).notNullable();
      t.integer('revision').notNullable();
      t.string('checked', 20).notNullable();
      t.primary(['engine', 'version', 'revision']);
    });
    for (const table of ['versions', 'nodes']) await makeImmutable(knex, table);
  },
};

/** The database itself refuses to change or delete what was published. */
async function makeImmutable(knex: Knex, table: string): Promise<void> {
  const postgres = knex.client.config.client === 'pg';
  if (postgres) {
    await knex.raw(
      `CREATE FUNCTION tidemark_${table}_immutable() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION '${table} are immutable'; END $$`,
    );
    await knex.raw(
      `CREATE TRIGGER ${table}_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
       FOR EACH STATEMENT EXECUTE FUNCTION tidemark_${table}_immutable()`,
    );
    return;
  }
  for (const event of ['UPDATE', 'DELETE']) {
    await knex.raw(
      `CREATE TRIGGER ${table}_no_${event.toLowerCase()} BEFORE ${event} ON ${table}
       BEGIN SELECT RAISE(ABORT, '${table} are immutable'); END`,
    );
  }
}
