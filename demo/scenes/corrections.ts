import { grouped } from '../../src/base/grouped.ts';
import { tidemark, tidemarkEach } from '../command-line.ts';
import { type Corrections, correctEarthquakes, loadEarthquakes } from '../earthquakes.ts';
import { must } from '../must.ts';
import { finding, heading, say } from '../narrator.ts';
import { FOLDER } from '../place.ts';
import { trailersIn } from '../printed-version.ts';
import { inWarehouse, rowsOf } from '../warehouse.ts';

const [OLD, NEW] = [`${FOLDER}/quakes-old.parquet`, `${FOLDER}/quakes-new.parquet`];

/** Of each quake the newest row counts, and an old version keeps what was the newest then. @returns trailers */
export async function corrections(): Promise<readonly string[]> {
  heading('3. Corrections');
  say('7 February 2018. Another dataset has rows: { mode: latest }: a corrected earthquake arrives again.');
  await inWarehouse(loadEarthquakes);
  await tidemark('snapshot earthquakes --watermark 2018-02-07', { lines: 2 });

  const made = await inWarehouse(correctEarthquakes);
  say(
    'During that day more arrive, and two corrections made up for this story: one was weaker, one was none.',
  );
  const corrected = await tidemark('snapshot earthquakes --watermark 2018-02-08', { lines: 2 });
  await tidemarkEach([
    [`read earthquakes@2018-02-07 --columns id,magnitude -o ${OLD}`],
    [`read earthquakes@2018-02-08 --columns id,magnitude -o ${NEW}`],
  ]);
  const [before, after] = [await magnitudes(OLD), await magnitudes(NEW)];
  tell(made, before, after);
  return trailersIn(corrected);
}

function tell({ revised, withdrawn }: Corrections, before: Magnitudes, after: Magnitudes): void {
  const [was, is] = [before.get(revised.id), after.get(revised.id)];
  must(was !== undefined && is !== undefined && is < was, 'the two versions do not differ by the correction');
  must(before.has(withdrawn.id) && !after.has(withdrawn.id), 'the deleted earthquake was not left out');
  finding(
    `${grouped(before.size)} earthquakes, then ${grouped(after.size)}`,
    `${revised.id}, ${revised.place}: magnitude ${was}, then ${is}`,
    `${withdrawn.id}, ${withdrawn.place}: there, then not`,
  );
}

type Magnitudes = ReadonlyMap<string, number>;

async function magnitudes(file: string): Promise<Magnitudes> {
  const rows = await inWarehouse((warehouse) => rowsOf(warehouse, `SELECT id, magnitude FROM '${file}'`));
  const byId = new Map(rows.map((row) => [String(row['id']), Number(row['magnitude'])]));
  must(byId.size === rows.length, `${file} has an earthquake twice`);
  return byId;
}
