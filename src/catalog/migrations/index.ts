import { createTables } from './0001-create-tables.ts';
import { partitionMarks } from './0002-partition-marks.ts';
import { runRecheck } from './0003-run-recheck.ts';
import { pins } from './0004-pins.ts';
import { archives } from './0005-archives.ts';
import { moments } from './0006-moments.ts';
import type { Migration } from './migration.ts';

/** In order. */
export const MIGRATIONS: readonly Migration[] = [
  createTables,
  partitionMarks,
  runRecheck,
  pins,
  archives,
  moments,
];
