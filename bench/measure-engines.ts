import { rm } from 'node:fs/promises';
import path from 'node:path';
import { leastInTurn, type Took } from './alternate.ts';
import type { Engine } from './engines/engine.ts';
import { mariadb } from './engines/mariadb.ts';
import { postgres } from './engines/postgres.ts';
import { sqlite } from './engines/sqlite.ts';
import type { Finding } from './finding.ts';
import { WATERMARK } from './orders-table.ts';
import type { Place } from './place.ts';
import { runNode, TIDEMARK } from './run-node.ts';

const ROUNDS = 3;
const MOST_ROWS = 3_000_000;

type Start = (rows: number, place: Place) => Promise<Engine>;

/** A snapshot in a server against hashing each row's text there and nothing else, which has a target on Postgres. */
export const measurePostgres = (place: Place) => measureEngine('postgres', postgres, 2, place);
export const measureMariadb = (place: Place) => measureEngine('mariadb', mariadb, null, place);
export const measureSqlite = (place: Place) => measureEngine('sqlite', sqlite, null, place);

async function measureEngine(
  name: string,
  start: Start,
  limit: number | null,
  place: Place,
): Promise<readonly Finding[]> {
  const rows = Math.min(place.rows, MOST_ROWS);
  place.say(`${name}: making a table of ${rows} rows`);
  const engine = await start(rows, place);
  try {
    const config = await place.config(name, configOf(name, engine));
    const snapshot = (dataset: string) => take(config, dataset, engine.environment);
    const took = await leastInTurn(ROUNDS, {
      hash: (round) => {
        place.say(`${name}: round ${round + 1} of ${ROUNDS}`);
        return engine.hashAlone();
      },
      plain: async () => {
        await rm(path.join(place.folder, `${name}.db`), { force: true });
        return snapshot('plain');
      },
      split: () => snapshot('orders'),
      changed: async (round) => {
        await snapshot('hinted');
        await engine.correctRow(round);
        return snapshot('hinted');
      },
    });
    const against = (side: 'plain' | 'split', what: string, most: number | null): Finding => ({
      name: `${name}-${side}`,
      target: `${name}, ${rows} rows: ${what} against hashing each row's text alone`,
      figure: took[side].seconds / took.hash.seconds,
      limit: most,
      unit: '×',
      from: `${took[side].seconds.toFixed(1)} s against ${took.hash.seconds.toFixed(1)} s`,
    });
    return [
      against('plain', 'snapshot', limit),
      against('split', 'snapshot with a split', null),
      {
        name: `${name}-hints`,
        target: `${name}: snapshot after 1 of 365 partitions changed, recheck: hints, against the first`,
        figure: (100 * took.changed.seconds) / took.split.seconds,
        limit: null,
        unit: '%',
        from: `${took.changed.seconds.toFixed(1)} s against ${took.split.seconds.toFixed(1)} s`,
      },
    ];
  } finally {
    await engine.stop();
  }
}

/** In JSON, which is YAML. */
function configOf(name: string, { source }: Engine): string {
  const dataset = { source: 'shop', table: 'orders' };
  const ingestion = { column: 'ingested_at', granularity: 'day' };
  const split = { key: ['customer_id'], parts: { train: 0.8, validation: 0.1, test: 0.1 } };
  return JSON.stringify({
    catalog: `sqlite:${name}.db`,
    sources: { shop: source },
    datasets: {
      plain: { ...dataset, ingestion },
      orders: { ...dataset, ingestion, split },
      hinted: { ...dataset, ingestion: { ...ingestion, recheck: 'hints' }, split },
    },
  });
}

function take(config: string, dataset: string, environment: NodeJS.ProcessEnv): Promise<Took> {
  return runNode(
    [TIDEMARK, 'snapshot', dataset, '--watermark', WATERMARK, '--json', '--config', config],
    environment,
  );
}
