import { createHash } from 'node:crypto';
import path from 'node:path';
import Database from 'better-sqlite3';
import { midRow, START_SECONDS, secondsApart } from '../orders-table.ts';
import type { Place } from '../place.ts';
import { type Engine, timed } from './engine.ts';

/** SQLite has no SHA-256 of its own: the yardstick hashes each row's text in JavaScript, as Tidemark has to. */
export async function sqlite(rows: number, place: Place): Promise<Engine> {
  const file = path.join(place.folder, 'orders.sqlite');
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec(`CREATE TABLE orders (order_id BIGINT, customer_id INTEGER, amount DECIMAL(12,2), note TEXT, score DOUBLE,
      ingested_at TIMESTAMPTZ);
    INSERT INTO orders WITH RECURSIVE r(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM r LIMIT ${rows})
    SELECT i, i * 7919 % 400009, i * 104729 % 9999999 / 100.0,
      CASE WHEN i % 20 > 0 THEN 'order ' || i * 31 % 1000 || CASE WHEN i % 500 = 1 THEN ' | gift' ELSE ' by post' END END,
      CAST(i * 15485863 % 1000003 AS REAL) / 1000003,
      strftime('%Y-%m-%dT%H:%M:%fZ', ${START_SECONDS} + i * ${secondsApart(rows)}, 'unixepoch') FROM r`);
  return {
    source: { type: 'sqlite', path: file },
    environment: {},
    hashAlone: () =>
      timed(async () => {
        const text =
          "coalesce(order_id, '') || '|' || customer_id || '|' || amount || '|' || coalesce(note, '')";
        db.function('sha', (value) => createHash('sha256').update(String(value)).digest('hex'));
        db.prepare(`SELECT max(sha(${text} || '|' || score || '|' || ingested_at)) FROM orders`).all();
      }),
    correctRow: async (round) => {
      db.exec(`UPDATE orders SET amount = amount + 1 WHERE order_id = ${midRow(rows, round)}`);
    },
    stop: async () => void db.close(),
  };
}
