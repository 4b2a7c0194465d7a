import { z } from 'zod';

/** `sources.NAME` with `type: sqlite`. */
export const sqliteSettings = z.strictObject({
  type: z.literal('sqlite'),
  path: z
    .string()
    .min(1)
    .describe('The database file; opened read-only. Relative to the config’s base folder.'),
  busyTimeout: z
    .int()
    .nonnegative()
    .default(5000)
    .describe('Milliseconds to wait for a writer that holds the file.'),
});

export type SqliteSettings = z.output<typeof sqliteSettings>;
