import type { Knex } from 'knex';

/** A step of the catalog's schema. Never edited once released; a change is a new step. */
export interface Migration {
  readonly name: string;
  up(knex: Knex): Promise<void>;
}
