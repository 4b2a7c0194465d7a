import type { DuckDBConnection } from '@duckdb/node-api';
import { dataFile, rowsOf } from './warehouse.ts';

/** The rows of one station and day that reach the warehouse late, though stamped in time. */
const STUCK = "destination = 'BOS' AND date >= DATE '2001-01-12' AND date < DATE '2001-01-13'";

/** A second of the day after the flight's, always the same for the same flight. */
const INGESTED_AT =
  "date_trunc('day', date) + INTERVAL 1 DAY + to_seconds((epoch_ms(date) // 1000 * 7919 + distance * 31) % 86400)";

export async function createFlights(warehouse: DuckDBConnection): Promise<void> {
  await warehouse.run(
    'CREATE TABLE flights (date TIMESTAMP, delay BIGINT, distance BIGINT, origin VARCHAR, destination VARCHAR, ingested_at TIMESTAMP)',
  );
}

/** Lets arrive what is stamped in these days, but for what is stuck. @returns the table's rows */
export async function flightsArrive(
  warehouse: DuckDBConnection,
  from: string,
  until: string,
): Promise<bigint> {
  const flown = (day: string) => `DATE '${day}' - INTERVAL 1 DAY`;
  await insert(warehouse, `date >= ${flown(from)} AND date < ${flown(until)} AND NOT (${STUCK})`);
  const [row] = await rowsOf(warehouse, 'SELECT count(*) AS rows FROM flights');
  return row?.['rows'] as bigint;
}

/** Lets arrive what was stuck. @returns its rows */
export async function stuckFlightsArrive(warehouse: DuckDBConnection): Promise<bigint> {
  const [row] = await rowsOf(
    warehouse,
    `SELECT count(*) AS rows FROM ${dataFile('flights-3m.parquet')} WHERE ${STUCK}`,
  );
  await insert(warehouse, STUCK);
  return row?.['rows'] as bigint;
}

async function insert(warehouse: DuckDBConnection, condition: string): Promise<void> {
  await warehouse.run(
    `INSERT INTO flights SELECT date, delay, distance, origin, destination, ${INGESTED_AT} FROM ${dataFile('flights-3m.parquet')} WHERE ${condition}`,
  );
}
