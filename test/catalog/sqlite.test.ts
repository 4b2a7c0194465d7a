import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/open-catalog.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { archivesSuite } from './archives-suite.ts';
import { catalogSuite } from './catalog-suite.ts';

const open = async () => {
  const folder = tempFolder();
  const catalog = await openCatalog('sqlite:catalog.db', folder);
  return {
    catalog,
    again: () => openCatalog('sqlite:catalog.db', folder),
    raw: async (statement: string) => {
      const db = new Database(path.join(folder, 'catalog.db'));
      try {
        return db.exec(statement);
      } finally {
        db.close();
      }
    },
  };
};

catalogSuite('SQLite', open);
archivesSuite('SQLite', open);

test('REPLACE does not get around the triggers', async () => {
  const folder = tempFolder();
  await (await openCatalog('sqlite:catalog.db', folder)).close();
  const db = new Database(path.join(folder, 'catalog.db'));
  db.pragma('recursive_triggers = ON');
  db.exec("INSERT INTO nodes (digest, body) VALUES ('a', 'first')");
  expect(() => db.exec("REPLACE INTO nodes (digest, body) VALUES ('a', 'second')")).toThrow(/immutable/);
  db.close();
});

test('many that open a new catalog at once all find it made', async () => {
  const folder = tempFolder();
  const catalogs = await Promise.all(
    Array.from({ length: 5 }, () => openCatalog('sqlite:new/catalog.db', folder)),
  );
  for (const catalog of catalogs) expect(await catalog.versions.list('orders')).toEqual([]);
  await Promise.all(catalogs.map((c) => c.close()));
});

test('a file that is no database is refused, and left as it is', async () => {
  const folder = tempFolder();
  const file = path.join(folder, 'catalog.db');
  writeFileSync(file, 'these are my notes, not a database\n'.repeat(200));
  await expect(openCatalog('sqlite:catalog.db', folder)).rejects.toMatchObject({ code: 'catalog-invalid' });
  expect(readFileSync(file, 'utf8')).toMatch(/^these are my notes/);
});

test('a catalog of a newer Tidemark is refused', async () => {
  const folder = tempFolder();
  await (await openCatalog('sqlite:catalog.db', folder)).close();
  const db = new Database(path.join(folder, 'catalog.db'));
  db.exec("INSERT INTO tidemark_migrations (name) VALUES ('9999-from-the-future')");
  db.close();
  await expect(openCatalog('sqlite:catalog.db', folder)).rejects.toMatchObject({ code: 'catalog-newer' });
});

test('a folder where the file should be is refused', async () => {
  const folder = tempFolder();
  mkdirSync(path.join(folder, 'catalog.db'));
  await expect(openCatalog('sqlite:catalog.db', folder)).rejects.toMatchObject({ code: 'catalog-invalid' });
  await expect(openCatalog('mysql://x', folder)).rejects.toMatchObject({ code: 'catalog-invalid' });
});
