import { createTables } from './0001-create-tables.ts';
import type { Migration } from './migration.ts';

/** In order. */
export const MIGRATIONS: readonly Migration[] = [createTables];
