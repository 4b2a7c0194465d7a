import { inWarehouse, rowsOf } from './warehouse.ts';

/** A part's rows, as a relation of DuckDB's SQL with the columns origin and destination. */
export interface PartRows {
  readonly part: string;
  readonly rows: string;
}

export interface RouteComparison {
  /** Routes of the first version. */
  readonly first: number;
  /** Those that are in the second, too. */
  readonly compared: number;
  /** Those of them that are not in one and the same part. */
  readonly moved: number;
}

/** Looks up the part of each route in two versions. */
export async function compareRoutes(
  first: readonly PartRows[],
  second: readonly PartRows[],
): Promise<RouteComparison> {
  const [row] = await inWarehouse((warehouse) =>
    rowsOf(
      warehouse,
      `WITH first AS (${routes(first)}), second AS (${routes(second)})
       SELECT (SELECT count(*) FROM first) AS first, count(*) AS compared,
         count(*) FILTER (first.parts <> second.parts OR len(first.parts) <> 1) AS moved
       FROM first JOIN second USING (origin, destination)`,
    ),
  );
  return {
    first: Number(row?.['first']),
    compared: Number(row?.['compared']),
    moved: Number(row?.['moved']),
  };
}

/** Each route with all the parts that it is in, which should be one. */
function routes(parts: readonly PartRows[]): string {
  const each = parts.map(
    ({ part, rows }) => `SELECT DISTINCT '${part}' AS part, origin, destination FROM ${rows}`,
  );
  return `SELECT origin, destination, list(part ORDER BY part) AS parts FROM (${each.join(' UNION ALL ')}) GROUP BY ALL`;
}
