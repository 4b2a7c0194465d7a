import pg from 'pg';
import { startPostgres } from '../../test/services/postgres.ts';
import { midRow, START_SECONDS, secondsApart } from '../orders-table.ts';
import { type Engine, timed } from './engine.ts';

/** On one core: without parallel workers, for the yardstick as for Tidemark. */
export async function postgres(rows: number): Promise<Engine> {
  const server = await startPostgres();
  const client = new pg.Client(server.url);
  await client.connect();
  const run = (statement: string) => client.query(statement);
  await run('ALTER ROLE tidemark SET max_parallel_workers_per_gather = 0');
  await run('SET max_parallel_workers_per_gather = 0');
  await run(`CREATE TABLE orders AS SELECT i::bigint AS order_id,
      (i * 7919 % 400009)::integer AS customer_id,
      (i * 104729 % 9999999 / 100.0)::numeric(12,2) AS amount,
      CASE WHEN i % 20 > 0 THEN 'order ' || i * 31 % 1000 || CASE WHEN i % 500 = 1 THEN ' | gift' ELSE ' by post' END END AS note,
      (i * 15485863 % 1000003)::double precision / 1000003 AS score,
      to_timestamp(${START_SECONDS} + i * ${secondsApart(rows)}) AS ingested_at
    FROM generate_series(0::bigint, ${rows - 1}) AS i`);
  await run('VACUUM ANALYZE orders');
  return {
    source: { type: 'postgres', url: { env: 'TIDEMARK_BENCH_URL' } },
    environment: { TIDEMARK_BENCH_URL: server.url },
    hashAlone: () =>
      timed(() => run("SELECT max(encode(sha256(convert_to(orders::text,'UTF8')),'hex')) FROM orders")),
    correctRow: async (round) => {
      await run(`UPDATE orders SET amount = amount + 1 WHERE order_id = ${midRow(rows, round)}`);
    },
    stop: async () => {
      await client.end();
      await server.stop();
    },
  };
}
