import { openWorkbench, pathLiteral, type Workbench, type WorkbenchOptions } from '../output/workbench.ts';
import type { Dialect } from '../source/dialect.ts';
import type { Call, Driver } from '../source/driver.ts';
import { printSql, type Sql } from '../source/sql.ts';

/** An embedded DuckDB in which objects are made, read and digested. */
export interface ArchiveBench {
  readonly dialect: Dialect;
  /** Asks DuckDB as any engine is asked, so that objects are digested and read by the same queries as tables. */
  readonly driver: Driver;
  /** Makes `name` a view of the FROM item. */
  view(name: string, relation: string): Promise<void>;
  /** Writes a query's rows as a Parquet file. @param options of COPY, beside the format */
  copy(query: Sql, target: string, options?: string): Promise<void>;
  close(): void;
}

/** Memory that sorting a million rows takes without going to the disk much. */
const MEMORY_MB = 180;

/** @param dialect DuckDB's */
export async function openArchiveBench(
  dialect: Dialect,
  options: Omit<WorkbenchOptions, 'memory'>,
): Promise<ArchiveBench> {
  const workbench = await openWorkbench({ ...options, memory: MEMORY_MB });
  const text = (query: Sql) => printSql(query, (value) => dialect.literal(value));
  const copy: ArchiveBench['copy'] = (query, target, extra = '') =>
    workbench.run(
      `COPY (${text(query)}) TO ${pathLiteral(target)} (FORMAT parquet, COMPRESSION zstd${extra})`,
    );
  return {
    dialect,
    driver: driverOf(workbench, text, copy),
    view: (name, relation) =>
      workbench.run(
        `CREATE OR REPLACE TEMP VIEW ${text(dialect.identifier(name))} AS SELECT * FROM ${relation}`,
      ),
    copy,
    close: () => workbench.close(),
  };
}

function driverOf(workbench: Workbench, text: (query: Sql) => string, copy: ArchiveBench['copy']): Driver {
  return {
    moment: async () => undefined,
    version: async () => (await workbench.rows('SELECT version()'))[0]?.[0] ?? '',
    columns: async (table) => {
      const described = `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM "${table.replaceAll('"', '""')}")`;
      return (await workbench.rows(described)).map(([name, native]) => ({
        name: name ?? '',
        native: native ?? '',
      }));
    },
    async *rows(query: Sql, _call: Call) {
      yield await workbench.rows(text(query));
    },
    extract: async (query, target) => {
      await copy(query, target);
      return { format: 'parquet' };
    },
    changeToken: async () => undefined,
    close: async () => workbench.close(),
  };
}
