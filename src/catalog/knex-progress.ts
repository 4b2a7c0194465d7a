import type { Knex } from 'knex';
import type { Instant } from '../base/instant.ts';
import type { FinishedRun, PartitionState, Progress, Run } from './catalog.ts';

/** Rows that one statement takes, well below every engine's limit on parameters. */
const BATCH = 80;

interface StateRow {
  readonly from: PartitionState['from'];
  readonly rows: string;
  readonly lane0: string;
  readonly lane1: string;
  readonly digest: string;
  readonly parts: string;
  readonly first: string;
  readonly last: string;
  readonly run: string;
  readonly mark: string | null;
}

export function knexProgress(db: Knex): Progress {
  return {
    async unfinished(definition, watermark) {
      const row: Run | undefined = await db('runs')
        .where({ definition, watermark, version: null })
        .orderBy('seq', 'desc')
        .first('id', 'dataset', 'definition', 'watermark', 'token', 'recheck');
      return row;
    },

    async covered(definition) {
      const row: { watermark: Instant } | undefined = await db('runs')
        .where({ definition })
        .whereNotNull('version')
        .orderBy('watermark', 'desc')
        .first('watermark');
      return row?.watermark ?? null;
    },

    async lastFinished(dataset) {
      const row: FinishedRun | undefined = await db('runs')
        .join('versions', 'versions.id', 'runs.version')
        .where('runs.dataset', dataset)
        .orderBy('runs.seq', 'desc')
        .first('definition', 'runs.watermark', 'token', 'recheck', 'manifest');
      return row;
    },

    async start(run, at) {
      await db('runs').insert({ ...run, started: at });
    },

    async states(definition) {
      const rows: StateRow[] = await db('partition_states').where({ definition }).orderBy('from');
      return rows.map(fromRow);
    },

    async save(definition, states, gone) {
      await db.transaction(async (trx) => {
        for (let i = 0; i < gone.length; i += BATCH) {
          await trx('partition_states')
            .where({ definition })
            .whereIn('from', gone.slice(i, i + BATCH))
            .delete();
        }
        for (let i = 0; i < states.length; i += BATCH) {
          const rows = states.slice(i, i + BATCH).map((state) => ({ definition, ...toRow(state) }));
          await trx('partition_states').insert(rows).onConflict(['definition', 'from']).merge();
        }
      });
    },
  };
}

function toRow(state: PartitionState): StateRow {
  const parts = Object.entries(state.parts).map(([name, count]) => [name, count.toString()]);
  return {
    from: state.from,
    rows: state.rows.toString(),
    lane0: state.lanes[0].toString(),
    lane1: state.lanes[1].toString(),
    digest: state.digest,
    parts: JSON.stringify(Object.fromEntries(parts)),
    first: state.first.toString(),
    last: state.last.toString(),
    run: state.run,
    mark: state.mark,
  };
}

function fromRow(row: StateRow): PartitionState {
  const parts = Object.entries(JSON.parse(row.parts) as Record<string, string>);
  return {
    from: row.from,
    rows: BigInt(row.rows),
    lanes: [BigInt(row.lane0), BigInt(row.lane1)],
    digest: row.digest,
    parts: Object.fromEntries(parts.map(([name, count]) => [name, BigInt(count)])),
    first: BigInt(row.first),
    last: BigInt(row.last),
    run: row.run,
    mark: row.mark,
  };
}
