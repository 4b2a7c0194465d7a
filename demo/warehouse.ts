import { fileURLToPath } from 'node:url';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { WAREHOUSE } from './place.ts';

export type Row = Readonly<Record<string, DuckDBValue>>;

/** Writes to the warehouse; closes it before a command opens it. */
export async function inWarehouse<T>(work: (warehouse: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(WAREHOUSE);
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

export async function rowsOf(warehouse: DuckDBConnection, query: string): Promise<readonly Row[]> {
  return (await warehouse.runAndReadAll(query)).getRowObjects();
}

/** A file of the package vega-datasets, as a literal of DuckDB's SQL. */
export function dataFile(name: string): string {
  const file = new URL(`../data/${name}`, import.meta.resolve('vega-datasets'));
  return `'${fileURLToPath(file).replaceAll("'", "''")}'`;
}
