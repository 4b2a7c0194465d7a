import { DuckDBInstance } from '@duckdb/node-api';

/** Runs statements on a DuckDB file, as somebody else who updates the warehouse, and closes it. */
export async function updateDuckdb(file: string, ...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  try {
    for (const statement of statements) await connection.run(statement);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The rows of a query on a DuckDB file, or in memory, as texts. */
export async function queryDuckdb(file: string, query: string): Promise<readonly (readonly string[])[]> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  try {
    const result = await connection.runAndReadAll(query);
    return result.getRows().map((row) => row.map(String));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
