import mysql from 'mysql2/promise';
import { startMariadb } from '../../test/services/mariadb.ts';
import { midRow, START_SECONDS, secondsApart } from '../orders-table.ts';
import { type Engine, timed } from './engine.ts';

export async function mariadb(rows: number): Promise<Engine> {
  const server = await startMariadb();
  const client = await mysql.createConnection(server.url);
  const run = (statement: string) => client.query(statement);
  await run("SET time_zone = '+00:00'");
  await run(`CREATE TABLE orders (order_id BIGINT, customer_id INT, amount DECIMAL(12,2), note VARCHAR(40),
    score DOUBLE, ingested_at TIMESTAMP(6))`);
  await run(`INSERT INTO orders SELECT seq, seq * 7919 % 400009, seq * 104729 % 9999999 / 100.0,
      IF(seq % 20 > 0, CONCAT('order ', seq * 31 % 1000, IF(seq % 500 = 1, ' | gift', ' by post')), NULL),
      CAST(seq * 15485863 % 1000003 AS DOUBLE) / 1000003,
      FROM_UNIXTIME(${START_SECONDS} + seq * ${secondsApart(rows)})
    FROM seq_0_to_${rows - 1}`);
  return {
    source: { type: 'mysql', url: { env: 'TIDEMARK_BENCH_URL' } },
    environment: { TIDEMARK_BENCH_URL: server.url },
    hashAlone: () =>
      timed(() =>
        run(
          "SELECT MAX(SHA2(CONCAT_WS('|', order_id, customer_id, amount, note, score, ingested_at), 256)) FROM orders",
        ),
      ),
    correctRow: async (round) => {
      await run(`UPDATE orders SET amount = amount + 1 WHERE order_id = ${midRow(rows, round)}`);
    },
    stop: async () => {
      await client.end();
      await server.stop();
    },
  };
}
