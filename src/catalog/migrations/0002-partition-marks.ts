import type { Knex } from 'knex';
import type { Migration } from './migration.ts';

/** What engines' hints said of partitions, for `recheck: hints`. */
export const partitionMarks: Migration = {
  name: '0002-partition-marks',
  async up(knex: Knex) {
    await knex.schema.alterTable('partition_states', (t) => {
      t.text('mark');
    });
  },
};
