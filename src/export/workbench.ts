import { DuckDBInstance } from '@duckdb/node-api';

/** An embedded DuckDB that turns Parquet files into other files; it holds no data of its own. */
export interface Workbench {
  run(statement: string): Promise<void>;
  close(): void;
}

/** @param scratch folder for what does not fit into memory */
export async function openWorkbench(scratch: string): Promise<Workbench> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '150MB',
    temp_directory: scratch,
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return {
    run: async (statement) => {
      await connection.run(statement);
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A path as a literal of DuckDB's SQL. */
export function pathLiteral(file: string): string {
  return `'${file.replaceAll("'", "''")}'`;
}
