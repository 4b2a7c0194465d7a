import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { leastInTurn } from './alternate.ts';
import { timed } from './engines/engine.ts';
import { postgres } from './engines/postgres.ts';
import type { Finding } from './finding.ts';
import { WATERMARK } from './orders-table.ts';
import { runWithPeak } from './peak.ts';
import type { Place } from './place.ts';
import { runNode, TIDEMARK } from './run-node.ts';

const ROUNDS = 2;
const URL_VARIABLE = 'TIDEMARK_BENCH_URL';

/** Archiving a table of Postgres against `COPY … TO STDOUT` piped into DuckDB, which writes Parquet. */
export async function measureArchivePostgres(place: Place): Promise<readonly Finding[]> {
  place.say(`archive-postgres: making a table of ${place.rows} rows`);
  const engine = await postgres(place.rows);
  const { environment, source } = engine;
  try {
    const config = await place.config('archive-postgres', configOf(source));
    place.say('archive-postgres: a snapshot');
    const common = ['--config', config];
    await runNode([TIDEMARK, 'snapshot', 'orders', '--watermark', WATERMARK, ...common], environment);
    let peak = 0;
    const took = await leastInTurn(ROUNDS, {
      copy: (round) => {
        place.say(`archive-postgres: round ${round + 1} of ${ROUNDS}`);
        return timed(() => copyThrough(environment[URL_VARIABLE] ?? '', place.folder));
      },
      archive: async () => {
        // As if for the first time.
        await runNode([TIDEMARK, 'keep', 'orders@latest', 'reference', ...common], environment);
        await runNode([TIDEMARK, 'store', 'prune', ...common], environment);
        const ran = await runWithPeak(place, ['keep', 'orders@latest', 'archive', ...common], environment);
        peak = Math.max(peak, ran.peak);
        return ran;
      },
    });
    return [
      {
        name: 'archive-postgres',
        target: `archive of ${place.rows} rows from Postgres against COPY piped into DuckDB writing Parquet`,
        figure: took.archive.seconds / took.copy.seconds,
        limit: 1.5,
        unit: '×',
        from: `${took.archive.seconds.toFixed(1)} s against ${took.copy.seconds.toFixed(1)} s`,
      },
      {
        name: 'archive-postgres-peak',
        target: 'peak memory of it',
        figure: peak,
        limit: 500,
        unit: 'MB',
        from: 'one process',
      },
    ];
  } finally {
    await engine.stop();
  }
}

function configOf(source: Readonly<Record<string, unknown>>): string {
  const split = { key: ['customer_id'], parts: { train: 0.8, validation: 0.1, test: 0.1 } };
  const ingestion = { column: 'ingested_at', granularity: 'day' };
  return JSON.stringify({
    catalog: 'sqlite:archive-postgres.db',
    store: 'archive-postgres-store',
    sources: { shop: source },
    datasets: { orders: { source: 'shop', table: 'orders', ingestion, split } },
  });
}

/** Through a named pipe, as a shell would. */
async function copyThrough(url: string, folder: string): Promise<void> {
  const [pipe, target] = [path.join(folder, 'pipe'), path.join(folder, 'copied.parquet')];
  await promisify(execFile)('mkfifo', [pipe]);
  const client = new pg.Client(url);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await client.connect();
    await client.query("SET TIME ZONE 'UTC'");
    const columns =
      "{order_id: 'BIGINT', customer_id: 'INTEGER', amount: 'DECIMAL(12,2)', note: 'VARCHAR', score: 'DOUBLE', ingested_at: 'TIMESTAMPTZ'}";
    const reading = connection.run(
      `COPY (SELECT * FROM read_csv('${pipe}', header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = ${columns})) TO '${target}' (FORMAT parquet, COMPRESSION zstd)`,
    );
    const writing = pipeline(
      client.query(copyTo('COPY orders TO STDOUT (FORMAT csv)')),
      createWriteStream(pipe),
    );
    await Promise.all([reading, writing]);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await client.end();
    await rm(pipe, { force: true });
  }
}
