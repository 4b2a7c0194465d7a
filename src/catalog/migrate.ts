import type { Knex } from 'knex';
import { TidemarkError } from '../base/errors.ts';
import { MIGRATIONS } from './migrations/index.ts';

const TABLE = 'tidemark_migrations';

/**
 * Brings the tables up to date. Asks first with one query, so that an up-to-date catalog costs no more.
 * @throws catalog-newer where a newer Tidemark made the tables
 */
export async function migrate(db: Knex, place: string): Promise<void> {
  const done = await appliedMigrations(db);
  const known = MIGRATIONS.map((m) => m.name);
  const unknown = done.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TidemarkError(
      'catalog-newer',
      `The ${place} was written by a newer Tidemark (it has "${unknown}"). Use that version or a newer one.`,
    );
  }
  if (done.length < known.length) await db.transaction(applyMissing);
}

/**
 * One step after another in one transaction, so that a killed process leaves none half done. The lock that
 * it begins with makes a second process wait, and find the work done.
 */
async function applyMissing(trx: Knex.Transaction): Promise<void> {
  if (trx.client.config.client === 'pg')
    await trx.raw("SELECT pg_advisory_xact_lock(hashtext('tidemark migrations'))");
  await trx.raw(`CREATE TABLE IF NOT EXISTS ${TABLE} (name varchar(255) PRIMARY KEY)`);
  await trx(TABLE).whereRaw('1 = 0').delete();
  const done = new Set(await appliedMigrations(trx));
  for (const migration of MIGRATIONS.filter((m) => !done.has(m.name))) {
    await migration.up(trx);
    await trx(TABLE).insert({ name: migration.name });
  }
}

async function appliedMigrations(db: Knex): Promise<readonly string[]> {
  try {
    const rows: { name: string }[] = await db(TABLE).select('name').orderBy('name');
    return rows.map((row) => row.name);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/no such table|does not exist/.test(message)) return [];
    throw error;
  }
}
