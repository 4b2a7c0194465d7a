import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import knex, { type Knex } from 'knex';
import { TidemarkError } from '../base/errors.ts';
import type { Catalog } from './catalog.ts';
import { catalogError, withCatalogErrors } from './catalog-errors.ts';
import { knexArchives } from './knex-archives.ts';
import { knexEngineChecks } from './knex-engine-checks.ts';
import { knexLocks } from './knex-locks.ts';
import { knexMoments } from './knex-moments.ts';
import { knexPins } from './knex-pins.ts';
import { knexProgress } from './knex-progress.ts';
import { knexTags } from './knex-tags.ts';
import { knexVersions } from './knex-versions.ts';
import { migrate } from './migrate.ts';

/**
 * Opens the catalog, and brings its tables up to date.
 * @param url `sqlite:PATH` or `postgres://…`
 * @param folder where a relative path starts from
 * @throws catalog-invalid, catalog-newer, catalog-read-only, catalog-failed, disk-full
 */
export async function openCatalog(url: string, folder: string): Promise<Catalog> {
  const { db, place } = await connect(url, folder);
  try {
    await migrate(db, place);
  } catch (error) {
    await db.destroy();
    throw catalogError(error, place);
  }
  return withCatalogErrors(
    {
      versions: knexVersions(db),
      tags: knexTags(db),
      progress: knexProgress(db),
      pins: knexPins(db),
      moments: knexMoments(db),
      archives: knexArchives(db),
      locks: knexLocks(db),
      engineChecks: knexEngineChecks(db),
      close: () => db.destroy(),
    },
    place,
  );
}

async function connect(url: string, folder: string): Promise<{ db: Knex; place: string }> {
  if (url.startsWith('sqlite:')) {
    const file = path.resolve(folder, url.slice('sqlite:'.length));
    const place = `catalog ${file}`;
    await mkdir(path.dirname(file), { recursive: true }).catch((error: unknown) => {
      throw catalogError(error, place);
    });
    return { db: sqlite(file), place };
  }
  if (/^postgres(ql)?:\/\//.test(url)) {
    const { host, pathname } = parsed(url);
    return {
      db: knex({ client: 'pg', connection: url, log: SILENT }),
      place: `catalog postgres://${host}${pathname}`,
    };
  }
  throw new TidemarkError(
    'catalog-invalid',
    `${shown(url)} is not a catalog: expected sqlite:PATH or postgres://….`,
  );
}

/** The parser's own errors, and the client's, are left out as causes: they hold the URL. */
function parsed(url: string): URL {
  try {
    const parts = new URL(url);
    for (const part of [parts.username, parts.password, parts.pathname]) decodeURIComponent(part);
    return parts;
  } catch {
    throw new TidemarkError(
      'catalog-invalid',
      'The catalog’s URL cannot be parsed; expected postgres://USER:PASSWORD@HOST:PORT/DATABASE, with special ' +
        'characters percent-encoded.',
    );
  }
}

/** What was given for a URL may be a password, or hold one. */
function shown(url: string): string {
  const scheme = /^[a-z]+:/i.exec(url)?.[0];
  return scheme === undefined ? 'What was given' : `What begins with "${scheme}"`;
}

/** What goes wrong is told by the errors; knex would tell it on the console beside them. */
const SILENT = { warn() {}, error() {}, deprecate() {}, debug() {} };

/**
 * One connection: SQLite has one writer. Recursive triggers, since otherwise REPLACE would delete an
 * immutable row without asking its trigger.
 */
function sqlite(filename: string): Knex {
  return knex({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    log: SILENT,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: { pragma(text: string): unknown }, done: (error: unknown) => void) => {
        try {
          for (const pragma of ['busy_timeout = 20000', 'recursive_triggers = ON', 'foreign_keys = ON']) {
            connection.pragma(pragma);
          }
          done(undefined);
        } catch (error) {
          done(error);
        }
      },
    },
  });
}
