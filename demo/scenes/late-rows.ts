import { grouped } from '../../src/base/grouped.ts';
import { tidemark, tidemarkEach } from '../command-line.ts';
import { flightsArrive, stuckFlightsArrive } from '../flights.ts';
import { must } from '../must.ts';
import { heading, say } from '../narrator.ts';
import { idIn } from '../printed-version.ts';
import { inWarehouse } from '../warehouse.ts';

/** Rows that arrive late are reported, and a version that lacks them is refused rather than read wrongly. */
export async function lateRows(): Promise<void> {
  heading('2. Late rows');
  say(
    '15 January. A week more has arrived. Its days are digested, and the 3 days before them again (recheck: 3d).',
  );
  await inWarehouse((warehouse) => flightsArrive(warehouse, '2001-01-08', '2001-01-15'));
  const before = await tidemark('snapshot flights --watermark 2001-01-15', { lines: 4 });

  const stuck = await inWarehouse(async (warehouse) => {
    await flightsArrive(warehouse, '2001-01-15', '2001-01-16');
    return stuckFlightsArrive(warehouse);
  });
  say(
    `16 January. With the new day comes a file that was stuck: ${stuck} flights to Boston, stamped 13 January.`,
  );
  const after = await tidemark('snapshot flights --watermark 2001-01-16', { lines: 6 });
  must(after.includes(`late rows: ${grouped(stuck)} in 2001-01-13`), 'the late rows were not reported');
  must(after.includes(`supersedes ${idIn(before)}`), 'the version that lacks rows was not superseded');

  say(
    'What changed. The version of 15 January lacks those rows, so it is refused; the first one still holds.',
  );
  const [, refusal = ''] = await tidemarkEach([
    ['diff flights@2001-01-15 flights@2001-01-16'],
    ['read flights@2001-01-15 --part train -o train.parquet', { exit: 1 }],
    ['verify flights@baseline'],
  ]);
  must(refusal.includes('[drift]') && refusal.includes('2001-01-13'), 'the drift was not named');
}
