import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { leastInTurn } from './alternate.ts';
import { timed } from './engines/engine.ts';
import type { Finding } from './finding.ts';
import { addDays, growingOrders, WATERMARK } from './orders-table.ts';
import { runWithPeak } from './peak.ts';
import type { Place } from './place.ts';
import { runNode, TIDEMARK } from './run-node.ts';
import { bytesOfPart } from './store-bytes.ts';

const ROUNDS = 2;
const COLUMNS = 'amount, customer_id, ingested_at, note, order_id, score';

/** Reading an archived version, all of it and a part, and what ten daily versions take in the store. */
export async function measureArchive(place: Place): Promise<readonly Finding[]> {
  return [...(await measureReading(place)), await measureGrowth(place)];
}

async function measureReading(place: Place): Promise<readonly Finding[]> {
  await place.orders();
  const config = await place.config('archive', configOf('archive', 'orders.duckdb'));
  place.say('archive: a snapshot of orders');
  await runNode([TIDEMARK, 'snapshot', 'orders', '--watermark', WATERMARK, '--config', config]);
  place.say('archive: into the store');
  const made = await runWithPeak(place, ['keep', 'orders@latest', 'archive', '--config', config]);
  const output = path.join(place.folder, 'read.parquet');
  const peaks: number[] = [made.peak];
  const read = async (...selection: readonly string[]) => {
    const args = [
      'read',
      'orders@latest',
      ...selection,
      '--from',
      'archive',
      '-o',
      output,
      '--config',
      config,
    ];
    const ran = await runWithPeak(place, args);
    peaks.push(ran.peak);
    return ran;
  };
  const took = await leastInTurn(ROUNDS, {
    duckdb: (round) => {
      place.say(`archive: reading, round ${round + 1} of ${ROUNDS}`);
      return timed(() => copyObjects(path.join(place.folder, 'archive-store'), output));
    },
    all: () => read(),
    part: () => read('--part', 'test'),
  });
  for (const format of ['csv', 'ndjson', 'arrow']) {
    place.say(`archive: reading ${format}`);
    await read('--format', format);
  }
  await rm(output, { force: true });
  const bytes = await bytesOfPart(config, 'orders@latest', 'test');
  return [
    {
      name: 'archive-part-bytes',
      target: `bytes of the 10 % test part of ${place.rows} archived rows against all`,
      figure: (100 * Number(bytes.part)) / Number(bytes.all),
      limit: 15,
      unit: '%',
      from: `${megabytes(bytes.part)} MB of ${megabytes(bytes.all)} MB`,
    },
    {
      name: 'archive-part-time',
      target: 'time of reading that part against all',
      figure: (100 * took.part.seconds) / took.all.seconds,
      limit: 25,
      unit: '%',
      from: `${took.part.seconds.toFixed(1)} s against ${took.all.seconds.toFixed(1)} s`,
    },
    {
      name: 'archive-read',
      target: 'reading the archive as Parquet against DuckDB copying the same Parquet',
      figure: took.all.seconds / took.duckdb.seconds,
      limit: 1.3,
      unit: '×',
      from: `${took.all.seconds.toFixed(1)} s against ${took.duckdb.seconds.toFixed(1)} s`,
    },
    {
      name: 'archive-peak',
      target: 'peak memory of archiving, and of reading the archive in each format',
      figure: Math.max(...peaks),
      limit: 500,
      unit: 'MB',
      from: `archiving took ${made.peak.toFixed(0)} MB and ${made.seconds.toFixed(0)} s`,
    },
  ];
}

/** Ten versions, a day of rows apart, in one store, and the last alone in another. */
async function measureGrowth(place: Place): Promise<Finding> {
  const days = 100;
  const rows = Math.min(place.rows, 1_000_000);
  place.say(`archive: ten daily versions of ${rows} rows`);
  const file = path.join(place.folder, 'growing.duckdb');
  await growingOrders(file, rows, days);
  const config = await place.config('growing', configOf('growing', 'growing.duckdb'));
  const alone = await place.config('alone', configOf('alone', 'growing.duckdb'));
  for (let day = 0; day < 10; day++) {
    if (day > 0) await addDays(file, rows / days, days + day);
    await archiveNow(config);
  }
  await archiveNow(alone);
  const [ten, one] = [await folderBytes(place, 'growing-store'), await folderBytes(place, 'alone-store')];
  return {
    name: 'archive-growth',
    target: 'store of ten daily versions of a table that grows 1 % a day against the last version alone',
    figure: ten / one,
    limit: 1.15,
    unit: '×',
    from: `${(ten / 1e6).toFixed(1)} MB against ${(one / 1e6).toFixed(1)} MB`,
  };
}

async function archiveNow(config: string): Promise<void> {
  await runNode([TIDEMARK, 'snapshot', 'orders', '--config', config]);
  await runNode([TIDEMARK, 'keep', 'orders@latest', 'archive', '--config', config]);
}

function configOf(name: string, file: string): string {
  const split = { key: ['customer_id'], parts: { train: 0.8, validation: 0.1, test: 0.1 } };
  const ingestion = { column: 'ingested_at', granularity: 'day', recheck: 'counts' };
  return JSON.stringify({
    catalog: `sqlite:${name}.db`,
    store: `${name}-store`,
    sources: { shop: { type: 'duckdb', path: file } },
    datasets: { orders: { source: 'shop', table: 'orders', ingestion, split } },
  });
}

/** What DuckDB needs to copy the objects' rows into one file, with as much memory as it likes. */
async function copyObjects(store: string, target: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT ${COLUMNS} FROM read_parquet('${store}/objects/*/*.parquet')) TO '${target}' (FORMAT parquet, COMPRESSION zstd)`,
  );
  connection.closeSync();
  instance.closeSync();
}

async function folderBytes({ folder }: Place, name: string): Promise<number> {
  const files = await readdir(path.join(folder, name), { recursive: true, withFileTypes: true });
  const sizes = files.filter((f) => f.isFile()).map((f) => stat(path.join(f.parentPath, f.name)));
  return (await Promise.all(sizes)).reduce((total, { size }) => total + size, 0);
}

function megabytes(bytes: bigint): string {
  return (Number(bytes) / 1e6).toFixed(0);
}
