import { grouped } from '../../base/grouped.ts';
import { createRead } from '../../read/read.ts';
import { resolveVersion } from '../../read/resolve.ts';
import type { App, Outcome } from '../app.ts';
import { readTarget } from '../read-target.ts';
import { green, plural, red, table } from '../style.ts';

export async function verifyCommand(app: App, reference: string): Promise<Outcome> {
  const catalog = await app.catalog();
  const version = await resolveVersion(catalog, reference);
  const read = createRead({ catalog, clock: app.clock });
  const {
    drifted,
    partitions,
    rows,
    from: place,
  } = await read.verify(await readTarget(app, version), app.signal);
  const drift = drifted.map(({ from, before, after }) => ({
    partition: from,
    expectedRows: before?.rows.toString() ?? '0',
    foundRows: after?.rows.toString() ?? '0',
  }));
  const verified = drift.length === 0;
  return {
    exitCode: verified ? 0 : 1,
    json: { id: version.id, verified, from: place, partitions, rows: rows.toString(), drifted: drift },
    text: verified
      ? `${green('verified')} ${version.id}: ${plural(rows, 'row')} in ${plural(partitions, 'partition')} are as they were${place === 'pin' ? ', in its pin' : ''}`
      : [
          `${red('drifted')} ${version.id}: ${drift.length} of ${plural(partitions, 'partition')} are not what they were${place === 'pin' ? ', in its pin' : ''}`,
          table(
            ['PARTITION', 'ROWS EXPECTED', 'ROWS FOUND'],
            drift.map((d) => [d.partition, grouped(d.expectedRows), grouped(d.foundRows)]),
            [1, 2],
          ),
        ].join('\n'),
  };
}
