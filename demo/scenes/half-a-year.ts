import { grouped } from '../../src/base/grouped.ts';
import { type Call, tidemark, tidemarkEach } from '../command-line.ts';
import { compareRoutes } from '../compare-routes.ts';
import { flightsArrive } from '../flights.ts';
import { must } from '../must.ts';
import { finding, heading, say } from '../narrator.ts';
import { FOLDER } from '../place.ts';
import { trailersIn } from '../printed-version.ts';
import { inWarehouse } from '../warehouse.ts';

const PARTS = ['train', 'validation', 'test'];

/** However much a table grows, no key gets into another part. @returns trailers */
export async function halfAYear(): Promise<readonly string[]> {
  heading('4. Half a year');
  const rows = await inWarehouse((warehouse) => flightsArrive(warehouse, '2001-01-16', '2001-07-03'));
  say(`2 July 2001. The rest has arrived, ${grouped(rows)} flights in all.`);
  const grown = await tidemark('snapshot flights --watermark 2001-07-02', { lines: 4 });
  say(
    'Has a route moved to another part? The parts of the first version are read as files, those of the last are',
    'asked for as queries, which DuckDB then runs for the flights of June:',
  );
  await compareParts();
  return trailersIn(grown);
}

async function compareParts(): Promise<void> {
  const file = (part: string) => `${FOLDER}/${part}.parquet`;
  const reads = PARTS.map(
    (part): Call => [
      `read flights@baseline --part ${part} --columns origin,destination -o ${file(part)}`,
      { lines: 0 },
    ],
  );
  const queries = PARTS.map(
    (part): Call => [`sql flights@latest --part ${part} --columns origin,destination,date`, { lines: 0 }],
  );
  const sql = (await tidemarkEach([...reads, ...queries])).slice(reads.length);
  const { first, compared, moved } = await compareRoutes(
    PARTS.map((part) => ({ part, rows: `'${file(part)}'` })),
    PARTS.map((part, i) => ({ part, rows: `(SELECT * FROM (${sql[i]}) WHERE date >= DATE '2001-06-01')` })),
  );
  must(compared > 0, 'the two versions have no route in common');
  must(moved === 0, `${moved} routes are in another part than they were`);
  finding(
    `${grouped(first)} routes in the first version, ${grouped(compared)} of them flown in June, ${moved} moved to another part`,
  );
}
