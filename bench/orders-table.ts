import { DuckDBInstance } from '@duckdb/node-api';

/** 2019-11-01T00:00:00Z in microseconds, and the days from there on that hold rows. */
const START = 1_572_566_400_000_000n;
const DAYS = 365;
/** The same in seconds. */
export const START_SECONDS = 1_572_566_400;
const DAY = 86_400_000_000n;

/** The instant after the last row's partition. */
export const WATERMARK = '2020-10-31T00:00:00Z';

/** Seconds between a row and the next. */
export function secondsApart(rows: number): number {
  return (DAYS * 86_400) / rows;
}

/** A row in the middle of the year, in another day each round. */
export function midRow(rows: number, round: number): number {
  return Math.floor(rows / 2) + round * Math.ceil(rows / DAYS);
}

/** Makes `orders`: rows × 6 columns, evenly over a year, the same in every run. */
export function makeOrders(file: string, rows: number): Promise<void> {
  const apart = (BigInt(DAYS) * DAY) / BigInt(rows);
  return write(file, [
    `CREATE TABLE orders AS SELECT
       CAST(i AS BIGINT) AS order_id,
       CAST((i * 7919) % 400009 AS INTEGER) AS customer_id,
       CAST(((i * 104729) % 9999999) / 100.0 AS DECIMAL(12,2)) AS amount,
       CASE WHEN i % 20 > 0 THEN
         'order ' || ((i * 31) % 1000) || CASE WHEN i % 500 = 1 THEN ' | gift' ELSE ' by post' END
       END AS note,
       CAST((i * 15485863) % 1000003 AS DOUBLE) / 1000003 AS score,
       make_timestamptz(${START} + i * ${apart}) AS ingested_at
     FROM range(${rows}) numbers(i)`,
  ]);
}

/** Rows × 6 columns, the same number on each of so many days. */
export function growingOrders(file: string, rows: number, days: number): Promise<void> {
  return write(file, [
    'CREATE TABLE orders (order_id BIGINT, customer_id INTEGER, amount DECIMAL(12,2), note VARCHAR, score DOUBLE, ingested_at TIMESTAMPTZ)',
    ...Array.from({ length: days }, (_, day) => dayOfOrders(rows / days, day)),
  ]);
}

/** Adds the rows of one more day. */
export function addDays(file: string, rows: number, day: number): Promise<void> {
  return write(file, [dayOfOrders(rows, day - 1)]);
}

function dayOfOrders(rows: number, day: number): string {
  return `INSERT INTO orders SELECT i, (i * 7919) % 400009, ((i * 104729) % 9999999) / 100.0, 'order ' || ((i * 31) % 1000), ((i * 15485863) % 1000003) / 1000003::DOUBLE,
    make_timestamptz(${START} + ${BigInt(day) * DAY} + (i - ${day * rows}) * ${DAY / BigInt(Math.ceil(rows))})
    FROM range(${day * rows}, ${(day + 1) * rows}) numbers(i)`;
}

/** Adds a row in the middle of the year, in another day each round. */
export function addLateRow(file: string, rows: number, round: number): Promise<void> {
  return write(file, [
    `INSERT INTO orders SELECT * FROM orders WHERE order_id = ${midRow(rows, round)} LIMIT 1`,
  ]);
}

/** Corrects a row of the last day but one. */
export function correctRecentRow(file: string, rows: number, round: number): Promise<void> {
  const row = rows - Math.ceil(rows / DAYS) - 1 - round;
  return write(file, [`UPDATE orders SET amount = amount + 1 WHERE order_id = ${row}`]);
}

async function write(file: string, statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const statement of ["SET TimeZone = 'UTC'", ...statements, 'CHECKPOINT'])
    await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}
