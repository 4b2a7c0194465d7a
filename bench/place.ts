import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeOrders } from './orders-table.ts';

/** Where a run keeps its data; the table is made when it is first asked for. */
export interface Place {
  readonly rows: number;
  readonly folder: string;
  /** Says what is being done, on standard error. */
  say(line: string): void;
  /** The DuckDB file with the table `orders`. */
  orders(): Promise<string>;
  /** Writes a config. @returns its path */
  config(name: string, yaml: string): Promise<string>;
  remove(): Promise<void>;
}

const FOLDER = fileURLToPath(new URL('../../bench/tmp/', import.meta.url));

export async function createPlace(rows: number, say: (line: string) => void): Promise<Place> {
  const folder = path.join(FOLDER, `run-${process.pid}`);
  await mkdir(folder, { recursive: true });
  let made: Promise<string> | undefined;
  const make = async () => {
    say(`making a table of ${rows} rows`);
    const file = path.join(folder, 'orders.duckdb');
    await makeOrders(file, rows);
    return file;
  };
  return {
    rows,
    folder,
    say,
    orders: () => (made ??= make()),
    async config(name, yaml) {
      const file = path.join(folder, `${name}.yaml`);
      await writeFile(file, yaml);
      return file;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
