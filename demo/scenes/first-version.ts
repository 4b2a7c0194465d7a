import { grouped } from '../../src/base/grouped.ts';
import { tidemark } from '../command-line.ts';
import { createFlights, flightsArrive } from '../flights.ts';
import { must } from '../must.ts';
import { heading, say } from '../narrator.ts';
import { idIn } from '../printed-version.ts';
import { inWarehouse } from '../warehouse.ts';

/** The same data give the same ID. */
export async function firstVersion(): Promise<void> {
  const rows = await inWarehouse(async (warehouse) => {
    await createFlights(warehouse);
    return flightsArrive(warehouse, '2001-01-02', '2001-01-08');
  });
  heading('1. A version');
  say(`8 January 2001. The flights of a day arrive during the next; ${grouped(rows)} are in the warehouse.`);
  const first = await tidemark('snapshot flights --watermark 2001-01-08 --tag baseline', { lines: 4 });

  say('Once more, with every row digested again: the same data, so the same ID.');
  const again = await tidemark('snapshot flights --watermark 2001-01-08 --full', { lines: 1 });
  must(idIn(again) === idIn(first), 'the same data gave another ID');
}
