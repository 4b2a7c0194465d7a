import { z } from 'zod';

/** `sources.NAME` with `type: duckdb`. */
export const duckdbSettings = z.strictObject({
  type: z.literal('duckdb'),
  path: z
    .string()
    .min(1)
    .describe(
      'The database file; opened read-only but while a pin is made or dropped. Relative to the config’s base folder.',
    ),
  memoryLimit: z
    .string()
    .regex(/^\d+(\.\d+)?\s?([KMGT]i?B|B)$/, 'expected a size such as 200MB or 4GiB')
    .default('200MB')
    .describe('Memory that DuckDB may use before it spills to disk.'),
  threads: z.int().positive().optional().describe('Threads that DuckDB may use; default: one a core.'),
  pins: z
    .strictObject({
      schema: z.string().min(1).describe('A schema of the same file; made where it is not there.'),
    })
    .optional()
    .describe('Where versions are kept as copies, for datasets with keep: pin.'),
});

export type DuckdbSettings = z.output<typeof duckdbSettings>;
