import type { Knex } from 'knex';
import type { EngineChecks } from '../scan/ensure-known-answers.ts';

export function knexEngineChecks(db: Knex): EngineChecks {
  return {
    async passed(engine, version, revision) {
      return (await db('engine_checks').where({ engine, version, revision }).first()) !== undefined;
    },
    async record(engine, version, revision, at) {
      const row = { engine, version, revision, checked: at };
      await db('engine_checks').insert(row).onConflict(['engine', 'version', 'revision']).ignore();
    },
  };
}
