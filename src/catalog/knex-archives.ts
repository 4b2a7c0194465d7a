import type { Knex } from 'knex';
import type { Instant } from '../base/instant.ts';
import type { ArchivedObject, Archives, StoredArchive } from './archives.ts';

/** Rows, and bound parameters, that one statement takes: well below every engine's limit. */
const BATCH = 100;

type ArchiveRow = Omit<StoredArchive, 'types'> & { readonly types: string };

interface ObjectRow {
  readonly sha256: string;
  readonly layout: string;
  readonly bytes: string;
  readonly rows: string;
  readonly segments: string;
}

/** `[end, sha256]`, and the least and greatest split number where there are rows. */
type SegmentJson = [string, string] | [string, string, string, string];

interface PartitionRow {
  readonly from: Instant;
  readonly digest: string;
  readonly rows: string;
  readonly object: string;
}

export function knexArchives(db: Knex): Archives {
  return {
    async find(version) {
      const row: ArchiveRow | undefined = await db('archives').where({ version }).first();
      return row && fromArchiveRow(row);
    },
    list: async () => (await db<ArchiveRow>('archives').orderBy('version')).map(fromArchiveRow),
    async record({ types, ...archive }) {
      const row = { ...archive, types: JSON.stringify(types) };
      await db('archives').insert(row).onConflict('version').merge(['layout', 'types']);
    },
    async forget(version) {
      await db('archives').where({ version }).delete();
    },
    async add(object, partitions, instead = []) {
      const rows = partitions.map(({ from, digest, rows: count }) => ({
        layout: object.layout,
        from,
        digest,
        rows: count.toString(),
        object: object.sha256,
      }));
      await db.transaction(async (trx) => {
        await trx('archive_objects').insert(toRow(object)).onConflict('sha256').ignore();
        for (let i = 0; i < rows.length; i += BATCH) {
          const batch = rows.slice(i, i + BATCH);
          await trx('archive_partitions').insert(batch).onConflict(['layout', 'from', 'digest']).ignore();
          if (instead.length > 0) await move(trx, batch, instead);
        }
      });
    },
    async partitions(layout) {
      const rows: PartitionRow[] = await db('archive_partitions')
        .where({ layout })
        .orderBy([{ column: 'from' }, { column: 'digest' }])
        .select('from', 'digest', 'rows', 'object');
      return rows.map((row) => ({ ...row, rows: BigInt(row.rows) }));
    },
    async objects(sha256s) {
      if (sha256s === undefined)
        return (await db<ObjectRow>('archive_objects').orderBy('sha256')).map(fromRow);
      const found: ArchivedObject[] = [];
      for (let i = 0; i < sha256s.length; i += BATCH) {
        const rows = await db<ObjectRow>('archive_objects').whereIn('sha256', sha256s.slice(i, i + BATCH));
        found.push(...rows.map(fromRow));
      }
      return found;
    },
    async dropEmpty(sha256) {
      return db.transaction(async (trx) => {
        const held = await trx('archive_partitions').where({ object: sha256 }).first('from');
        if (held === undefined) await trx('archive_objects').where({ sha256 }).delete();
        return held === undefined;
      });
    },
    async drop(sha256) {
      await db.transaction(async (trx) => {
        await trx('archive_partitions').where({ object: sha256 }).delete();
        await trx('archive_objects').where({ sha256 }).delete();
      });
    },
  };
}

/** Puts partitions that are in objects not to be relied on into the one that they were written to again. */
async function move(
  trx: Knex.Transaction,
  rows: readonly { layout: string; from: Instant; digest: string; object: string }[],
  instead: readonly string[],
): Promise<void> {
  for (const { layout, from, digest, object } of rows) {
    await trx('archive_partitions')
      .where({ layout, from, digest })
      .whereIn('object', instead)
      .update({ object });
  }
}

function fromArchiveRow({ types, ...row }: ArchiveRow): StoredArchive {
  return { ...row, types: JSON.parse(types) };
}

function toRow({ sha256, layout, bytes, rows, segments }: ArchivedObject): ObjectRow {
  const json = segments.map(({ end, sha256: sum, splits }) => [end, sum, ...(splits ?? [])].map(String));
  return { sha256, layout, bytes: bytes.toString(), rows: rows.toString(), segments: JSON.stringify(json) };
}

function fromRow({ sha256, layout, bytes, rows, segments }: ObjectRow): ArchivedObject {
  return {
    sha256,
    layout,
    bytes: BigInt(bytes),
    rows: BigInt(rows),
    segments: (JSON.parse(segments) as SegmentJson[]).map(([end, sum, least, greatest]) => ({
      end: BigInt(end),
      sha256: sum,
      splits: least === undefined || greatest === undefined ? null : [BigInt(least), BigInt(greatest)],
    })),
  };
}
