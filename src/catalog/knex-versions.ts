import type { Knex } from 'knex';
import { TidemarkError } from '../base/errors.ts';
import type { Reference } from '../version/reference.ts';
import { HASH_LENGTH } from '../version/version-id.ts';
import type { StoredVersion, Versions } from './catalog.ts';

type VersionRow = Omit<StoredVersion, 'facts'> & { readonly facts: string; readonly seq: number };

/** Bound parameters and rows that one statement takes, well below every engine's limit. */
const BATCH = 100;

export function knexVersions(db: Knex): Versions {
  return {
    async publish({ version, nodes, run, tag }) {
      // In one order for all: two that publish the same nodes wait for each other's, and never in a circle.
      const sorted = [...nodes].sort((a, b) => (a.digest < b.digest ? -1 : 1));
      const added = await db.transaction(async (trx) => {
        for (let i = 0; i < sorted.length; i += BATCH) {
          await trx('nodes')
            .insert(sorted.slice(i, i + BATCH))
            .onConflict('digest')
            .ignore();
        }
        const row = { ...version, facts: JSON.stringify(version.facts) };
        const inserted = await trx('versions').insert(row).onConflict('id').ignore().returning('id');
        const head = { dataset: version.dataset, watermark: version.watermark, version: version.id };
        await trx('heads').insert(head).onConflict(['dataset', 'watermark']).merge(['version']);
        await trx('runs').where({ id: run }).update({ version: version.id });
        if (tag !== null) {
          const { dataset, id } = version;
          await trx('tags')
            .insert({ dataset, tag, version: id })
            .onConflict(['dataset', 'tag'])
            .merge(['version']);
        }
        return inserted.length === 1;
      });
      const row: VersionRow | undefined = await db('versions').where({ id: version.id }).first();
      if (!row)
        throw new TidemarkError(
          'catalog-failed',
          `Version ${version.id} was recorded but cannot be read back.`,
        );
      return { version: fromRow(row), added };
    },

    async find(reference) {
      return (await referenced(db, reference)).map(fromRow);
    },

    async head(dataset, upTo) {
      const [row] = await heads(db, dataset, (q) => q.where('heads.watermark', '<=', upTo)).limit(1);
      return row === undefined ? undefined : fromRow(row);
    },

    async list(dataset, limit) {
      const query = ordered(db<VersionRow>('versions').where({ dataset }));
      return (await (limit === undefined ? query : query.limit(limit))).map(fromRow);
    },

    async nodes(digests) {
      const found = new Map<string, string>();
      for (let i = 0; i < digests.length; i += BATCH) {
        const batch = digests.slice(i, i + BATCH);
        const rows: { digest: string; body: string }[] = await db('nodes').whereIn('digest', batch);
        for (const row of rows) found.set(row.digest, row.body);
      }
      const missing = digests.find((digest) => !found.has(digest));
      if (missing !== undefined) {
        throw new TidemarkError(
          'catalog-failed',
          `The catalog lacks period node ${missing}; restore it from a backup.`,
        );
      }
      return found;
    },
  };
}

type VersionQuery = Knex.QueryBuilder<VersionRow, VersionRow[]>;

/** What the last snapshot of each watermark gave, newest first. */
function heads(
  db: Knex,
  dataset: string,
  narrow: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
): VersionQuery {
  const chosen = narrow(
    db('heads').join('versions', 'versions.id', 'heads.version').where('heads.dataset', dataset),
  );
  return chosen.orderBy('heads.watermark', 'desc').select('versions.*') as VersionQuery;
}

function referenced(db: Knex, reference: Reference): VersionQuery {
  const versions = db<VersionRow>('versions').where('versions.dataset', reference.dataset);
  switch (reference.by) {
    case 'latest':
      return heads(db, reference.dataset, (query) => query.limit(1));
    case 'watermark':
      return heads(db, reference.dataset, (query) => query.where('heads.watermark', reference.watermark));
    case 'id':
      return ordered(withHash(versions.where('watermark', reference.watermark), reference.hash));
    case 'name': {
      const tagged = db('tags')
        .where({ dataset: reference.dataset, tag: reference.tag ?? '' })
        .select('version');
      const { hash } = reference;
      return ordered(
        versions.where((either) => {
          either.whereIn('id', tagged);
          if (hash !== null) either.orWhere((prefixed) => withHash(prefixed, hash));
        }),
      );
    }
  }
}

/** A range instead of LIKE, so that the index serves; `z` is the greatest base32 character in any collation. */
function withHash<Q extends Knex.QueryBuilder>(query: Q, prefix: string): Q {
  query.where('hash', '>=', prefix).where('hash', '<=', prefix.padEnd(HASH_LENGTH, 'z'));
  return query;
}

function ordered(query: VersionQuery): VersionQuery {
  return query.orderBy([
    { column: 'watermark', order: 'desc' },
    { column: 'seq', order: 'desc' },
  ]);
}

function fromRow({ seq: _, facts, ...row }: VersionRow): StoredVersion {
  return { ...row, facts: JSON.parse(facts) };
}
