import { z } from 'zod';
import { byteOrder } from '../base/byte-order.ts';
import { TidemarkError } from '../base/errors.ts';
import { type Instant, isInstant } from '../base/instant.ts';
import { isName, NAME_RULE } from '../base/names.ts';
import { DIGEST_ALGORITHM } from '../digest/partition-digest.ts';
import { GRANULARITIES, isBoundary } from '../partition/granularity.ts';
import { TYPE_NAMES } from '../source/column.ts';
import type { Granularity } from '../source/dialect.ts';
import { checkSplit } from '../split/check-split.ts';
import type { Split } from '../split/split.ts';
import { jcs } from './jcs.ts';

/*
 * The manifest fixes the data of a version and its split, and holds nothing else: docs/formats.md, section 5.
 */

export const MANIFEST_FORMAT = 'tidemark.manifest/1';

const hex = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits');
const count = z.string().regex(/^(0|[1-9]\d*)$/, 'expected a count in decimal, as text');
const name = z.string().refine(isName, `expected ${NAME_RULE}`);
const instant = z
  .string()
  .refine(isInstant, 'expected an instant such as 2020-10-31T00:00:00Z')
  .transform((text) => text as Instant);
const columnName = z.string().min(1, 'expected a column name');

const schemaEntry = z.strictObject({
  name: columnName,
  type: z.enum(TYPE_NAMES),
  floored: z.literal(true).optional(),
  engine: z.string().optional(),
  expression: z.string().optional(),
});

const rows = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('append') }),
  z.strictObject({
    mode: z.literal('latest'),
    key: z.array(columnName).min(1, 'expected at least one key column'),
    tombstone: columnName.nullable(),
  }),
]);

const split = z.discriminatedUnion('algorithm', [
  z.strictObject({
    algorithm: z.literal('split-v1'),
    key: z.array(columnName),
    parts: z.array(z.strictObject({ name, share: z.string() })),
    salt: z.string(),
  }),
  z.strictObject({
    algorithm: z.literal('time-v1'),
    column: columnName,
    parts: z.array(z.strictObject({ name, until: z.string().nullable() })),
  }),
]);

const schema = z.strictObject({
  dataset: name,
  digest: z.literal(DIGEST_ALGORITHM),
  filter: z.string().min(1, 'expected a condition, or null').nullable(),
  format: z.literal(MANIFEST_FORMAT),
  ingestion: z.strictObject({
    column: columnName,
    granularity: z.enum(GRANULARITIES as [Granularity, ...Granularity[]]),
    nulls: z.enum(['error', 'exclude']),
  }),
  periods: z.array(
    z.strictObject({
      digest: hex,
      partitions: z.int().positive(),
      period: z.string().regex(/^\d{4}$/, 'expected a year such as 2020'),
      rows: count,
    }),
  ),
  rows,
  schema: z.array(schemaEntry).min(1, 'expected at least one column'),
  split: split.nullable(),
  watermark: instant,
});

export type Manifest = z.output<typeof schema>;
export type RowMode = Manifest['rows'];

/**
 * A manifest from its JSON, in any layout.
 * @throws manifest-invalid, saying where and what was expected
 */
export function parseManifest(text: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new TidemarkError('manifest-invalid', 'The manifest is not JSON.', { cause });
  }
  return checkManifest(json);
}

/** @throws manifest-invalid, saying where and what was expected */
export function checkManifest(value: unknown): Manifest {
  const result = schema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    refuse(`${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'not of its form'}`);
  }
  checkTogether(result.data);
  return result.data;
}

/** The manifest in RFC 8785 form, which its hash is taken over. */
export function printManifest(manifest: Manifest): string {
  return jcs(manifest);
}

/** The rows of the version, and its partitions. */
export function totals(manifest: Manifest): { readonly rows: bigint; readonly partitions: number } {
  return {
    rows: manifest.periods.reduce((total, p) => total + BigInt(p.rows), 0n),
    partitions: manifest.periods.reduce((total, p) => total + p.partitions, 0),
  };
}

function checkTogether(manifest: Manifest): void {
  const names = manifest.schema.map((c) => c.name);
  inOrder('schema', names, byteOrder);
  const years = manifest.periods.map((p) => p.period);
  inOrder('periods', years, (a, b) => (a < b ? -1 : Number(a > b)));
  const needed = [manifest.ingestion.column, ...keyColumns(manifest)];
  const missing = needed.find((column) => !names.includes(column));
  if (missing !== undefined) refuse(`column "${missing}" is used, but is not in the schema`);
  for (const entry of manifest.schema) {
    const described = entry.engine !== undefined && entry.expression !== undefined;
    if ((entry.type === 'opaque') !== described) {
      refuse(`schema: "${entry.name}": engine and expression belong to opaque columns, and to them alone`);
    }
  }
  if (!isBoundary(manifest.watermark, manifest.ingestion.granularity)) {
    refuse(`watermark ${manifest.watermark} is not the start of a ${manifest.ingestion.granularity}`);
  }
  if (manifest.split && jcs(checkedSplit(manifest.split)) !== jcs(manifest.split)) {
    refuse('split: expected shares and instants in their shortest form (0.8, not 0.80)');
  }
}

function checkedSplit(declared: Split): Split {
  try {
    return checkSplit(declared);
  } catch (error) {
    return refuse(`split: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function keyColumns({ rows: mode, split: declared }: Manifest): readonly string[] {
  const entity =
    mode.mode === 'latest' ? [...mode.key, ...(mode.tombstone === null ? [] : [mode.tombstone])] : [];
  const key = declared?.algorithm === 'split-v1' ? declared.key : declared ? [declared.column] : [];
  return [...entity, ...key];
}

function inOrder(what: string, names: readonly string[], compare: (a: string, b: string) => number): void {
  names.forEach((item, i) => {
    const before = names[i - 1];
    if (before !== undefined && compare(before, item) >= 0) {
      refuse(`${what}: "${before}" stands before "${item}"; expected byte order without repeats`);
    }
  });
}

function refuse(what: string): never {
  throw new TidemarkError('manifest-invalid', `Not a ${MANIFEST_FORMAT}: ${what}.`);
}
