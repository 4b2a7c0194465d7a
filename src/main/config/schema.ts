import { z } from 'zod';
import { BYTES } from '../../base/bytes.ts';
import { isName, NAME_RULE } from '../../base/names.ts';
import { GRANULARITIES } from '../../partition/granularity.ts';
import type { Granularity } from '../../source/dialect.ts';
import { storeSettings } from '../../store/store-settings.ts';
import { sourceSettings } from '../connectors.ts';

/*
 * config/tidemark.yaml. This schema checks it, gives the defaults, and is printed as JSON schema for editors.
 */

const named = z.string().refine(isName, `expected ${NAME_RULE}`);
const columns = z.array(z.string().min(1));
const duration = z.string().regex(/^\d{1,6}[smhdw]$/, 'expected a duration such as 90s, 15m, 2h, 3d or 1w');
const share = z.union([z.string(), z.int()]).describe('A decimal above 0; the shares add up to exactly 1.');
const until = z
  .string()
  .nullable()
  .describe('The part ends before this UTC date or time; null for the last part.');
/** JavaScript would move names of digits alone to the front, and parts have an order. */
const partName = named.regex(/\D/, 'expected a name that is not a number alone');

const hashSplit = z.strictObject({
  key: columns.min(1).describe('Columns of the key that is hashed; the same key is always in the same part.'),
  salt: z.string().default('tidemark').describe('Same key and salt: same part, in every dataset.'),
  parts: z.record(partName, share),
});

const timeSplit = z.strictObject({
  column: z.string().min(1).describe('A timestamp or date column by whose value rows are split.'),
  parts: z.record(partName, until),
});

const rows = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('append').describe('Every row counts.') }),
  z.strictObject({
    mode: z.literal('latest').describe('For each key the newest row counts.'),
    key: columns.min(1),
    tombstone: z.string().min(1).nullable().default(null).describe('A boolean column: true means deleted.'),
  }),
]);

const ingestion = z.strictObject({
  column: z.string().min(1).describe('When a row arrived: a timestamp or a date.'),
  granularity: z.enum(GRANULARITIES as [Granularity, ...Granularity[]]).default('day'),
  delay: duration
    .default('0s')
    .describe('How long after a boundary rows may arrive before it is taken as a watermark.'),
  recheck: z
    .string()
    .regex(/^(all|counts|hints|\d{1,6}[smhdw])$/, 'expected all, counts, hints, or a duration such as 3d')
    .default('all')
    .describe(
      'Partitions digested again: all; counts, those that lost or gained rows; hints, those of which the warehouse does not say that they are unchanged; 3d, those that can still get rows.',
    ),
  nulls: z.enum(['error', 'exclude']).default('error').describe('What a NULL in the ingestion column means.'),
});

const dataset = z.strictObject({
  source: z.string().describe('A name under "sources".'),
  table: z
    .string()
    .min(1)
    .describe(
      'As the source’s SQL names it: table, schema.table or database.schema.table; dataset.table in BigQuery.',
    ),
  columns: z
    .strictObject({
      include: columns.min(1).optional().describe('Only these.'),
      exclude: columns.optional(),
      opaque: columns
        .optional()
        .describe('Taken as the engine’s own text, for types without canonical text.'),
      floor: columns.optional().describe('Digits finer than a microsecond are cut off.'),
      casts: z
        .record(z.string(), z.string())
        .optional()
        .describe('Column to type, such as { active: bool }.'),
    })
    .default({}),
  where: z.string().optional().describe('A condition in the source’s SQL; part of the version.'),
  ingestion,
  rows: rows.default({ mode: 'append' }),
  split: z.union([hashSplit, timeSplit]).optional(),
  keep: z
    .enum(['reference', 'pin', 'archive'])
    .default('reference')
    .describe(
      'reference: nothing is copied; pin: the warehouse keeps each version’s rows by itself; archive: each version is written into the store.',
    ),
  rowsPerScan: z
    .int()
    .positive()
    .default(5_000_000)
    .describe('Rows that one digest query covers, about; what a killed snapshot loses at most.'),
  maxBytesBilled: z
    .string()
    .regex(BYTES, 'expected bytes such as 100GiB')
    .optional()
    .describe(
      'What one snapshot, verification or read of it may be billed for; default: the source’s limit.',
    ),
  schedule: z
    .strictObject({
      cron: z.string(),
      timezone: z.string().default('UTC'),
      catchup: z.enum(['last', 'all']).default('last'),
    })
    .optional()
    .describe('For the service; the command line takes snapshots when it is told to.'),
});

export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  catalog: z
    .union([z.string(), z.strictObject({ env: z.string() })])
    .default('sqlite:.tidemark/catalog.db')
    .describe('sqlite:PATH or postgres://…; a URL with a password only as { env: NAME }.'),
  store: storeSettings.default('.tidemark/store'),
  queue: z.literal('inline').default('inline'),
  sources: z.record(named, sourceSettings).default({}),
  datasets: z.record(named, dataset).default({}),
});

export type Config = z.output<typeof configSchema>;
export type DatasetConfig = z.output<typeof dataset>;
