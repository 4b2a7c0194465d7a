import type { DuckDBConnection } from '@duckdb/node-api';
import { must } from './must.ts';
import { dataFile, rowsOf } from './warehouse.ts';

/** The quakes of a week as they are published, each with the time of its last change. */
export async function loadEarthquakes(warehouse: DuckDBConnection): Promise<void> {
  await warehouse.run(`
    CREATE TABLE earthquakes AS
    SELECT quake.id AS id, quake.properties.mag AS magnitude, quake.properties.place AS place,
      make_timestamp(quake.properties.time * 1000) AS time,
      make_timestamp(quake.properties.updated * 1000) AS updated,
      quake.properties.status AS status,
      quake.geometry.coordinates[1] AS longitude, quake.geometry.coordinates[2] AS latitude,
      quake.geometry.coordinates[3] AS depth, false AS deleted
    FROM (SELECT unnest(features) AS quake FROM read_json(${dataFile('earthquakes.json')}))`);
}

export interface Corrections {
  readonly revised: { readonly id: string; readonly place: string };
  readonly withdrawn: { readonly id: string; readonly place: string };
}

/**
 * What an analyst may find: the strongest quake that no person has looked at was weaker than the automatic
 * said, and the weakest was none. Both arrive again, as rows with a newer time of change.
 */
export async function correctEarthquakes(warehouse: DuckDBConnection): Promise<Corrections> {
  const [revised, withdrawn] = [
    await automatic(warehouse, 'magnitude DESC, id'),
    await automatic(warehouse, 'magnitude, id'),
  ];
  await arriveAgain(warehouse, revised.id, '2018-02-07 12:00', 'round(magnitude - 0.2, 1) AS magnitude');
  await arriveAgain(warehouse, withdrawn.id, '2018-02-07 12:05', 'true AS deleted');
  return { revised, withdrawn };
}

async function automatic(
  warehouse: DuckDBConnection,
  order: string,
): Promise<{ readonly id: string; readonly place: string }> {
  const [row] = await rowsOf(
    warehouse,
    `SELECT id, place FROM earthquakes WHERE status = 'automatic' AND updated < DATE '2018-02-07' ORDER BY ${order} LIMIT 1`,
  );
  must(row !== undefined, 'there is no earthquake to correct');
  return { id: String(row['id']), place: String(row['place']) };
}

async function arriveAgain(
  warehouse: DuckDBConnection,
  id: string,
  updated: string,
  change: string,
): Promise<void> {
  await warehouse.run(
    `INSERT INTO earthquakes SELECT * REPLACE (${change}, 'reviewed' AS status, TIMESTAMP '${updated}' AS updated) FROM earthquakes WHERE id = $id`,
    { id },
  );
}
