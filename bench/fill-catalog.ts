import { createHash } from 'node:crypto';
import type { Instant } from '../src/base/instant.ts';
import { instantFromMicros } from '../src/base/instant.ts';
import type { Catalog, Publication } from '../src/catalog/catalog.ts';
import { openCatalog } from '../src/catalog/open-catalog.ts';
import { DIGEST_ALGORITHM } from '../src/digest/partition-digest.ts';
import { checkManifest, MANIFEST_FORMAT, printManifest } from '../src/version/manifest.ts';
import { buildTree } from '../src/version/period-tree.ts';
import { identify } from '../src/version/version-id.ts';

const WATERMARKS = 1_000;
/** Versions of one watermark, each because of late rows in another partition. */
const REVISIONS = 10;
export const VERSIONS = WATERMARKS * REVISIONS;

/** Partitions of each version: the table keeps a year. */
const KEPT = 365;
const FIRST = 1_572_566_400_000_000n;
const DAY = 86_400_000_000n;
const ROWS = 27_397n;

/**
 * Publishes versions of `orders`, as daily snapshots with late rows would have, and now and then a tag.
 * @returns the hash of one from the middle
 */
export async function fillCatalog(url: string, folder: string): Promise<string> {
  const catalog = await openCatalog(url, folder);
  let middle = '';
  try {
    for (let day = 0; day < WATERMARKS; day++) {
      for (let revision = 0; revision < REVISIONS; revision++) {
        const { hash } = await publish(catalog, day, revision);
        if (day === WATERMARKS / 2 && revision === 0) middle = hash;
      }
    }
  } finally {
    await catalog.close();
  }
  return middle;
}

async function publish(catalog: Catalog, day: number, revision: number) {
  const publication = publicationOf(day, revision);
  const { dataset, watermark, created } = publication.version;
  const run = {
    id: publication.run,
    dataset,
    definition: sha256('definition'),
    watermark,
    token: null,
    recheck: null,
  };
  await catalog.progress.start(run, created);
  return (await catalog.versions.publish(publication)).version;
}

function publicationOf(day: number, revision: number): Publication {
  const start = (at: number) => instantFromMicros(FIRST + BigInt(at) * DAY);
  const partitions = Array.from({ length: KEPT }, (_, i) => {
    const late = i >= KEPT - revision ? 1n : 0n;
    return { from: start(day + i), rows: ROWS + late, digest: sha256(`${day + i} ${late}`) };
  });
  const { years, nodes } = buildTree(partitions, 'day');
  const watermark = start(day + KEPT);
  const manifest = checkManifest({ ...DEFINITION, periods: years, watermark });
  const rows = ROWS * BigInt(KEPT) + BigInt(revision);
  const version = {
    ...identify(manifest),
    dataset: 'orders',
    watermark,
    manifest: printManifest(manifest),
    facts: factsOf(rows, start(day), watermark),
    created: watermark,
    supersedes: null,
  };
  const tag = revision === 0 && day % 20 === 0 ? `model-${day}` : null;
  return { version, nodes, run: `run-${day}-${revision}`, tag };
}

const DEFINITION = {
  dataset: 'orders',
  digest: DIGEST_ALGORITHM,
  filter: null,
  format: MANIFEST_FORMAT,
  ingestion: { column: 'ingested_at', granularity: 'day', nulls: 'error' },
  rows: { mode: 'append' },
  schema: [
    { name: 'amount', type: 'decimal' },
    { name: 'customer_id', type: 'int' },
    { name: 'ingested_at', type: 'timestamptz' },
    { name: 'note', type: 'string' },
    { name: 'order_id', type: 'int' },
    { name: 'score', type: 'double' },
  ],
  split: {
    algorithm: 'split-v1',
    key: ['customer_id'],
    parts: [
      { name: 'train', share: '0.8' },
      { name: 'test', share: '0.2' },
    ],
    salt: 'tidemark',
  },
};

function factsOf(rows: bigint, first: Instant, last: Instant): Publication['version']['facts'] {
  const test = rows / 5n;
  return {
    rows: rows.toString(),
    parts: { train: (rows - test).toString(), test: test.toString() },
    partitions: { total: KEPT, digested: 1, changed: 1 },
    lateRows: [],
    source: { name: 'shop', engine: 'duckdb', engineVersion: 'v1', table: 'orders', casts: {} },
    ingested: { first, last },
    trusted: 'recheck counts',
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
