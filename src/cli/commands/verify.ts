import { TidemarkError } from '../../base/errors.ts';
import { grouped } from '../../base/grouped.ts';
import { createRead, type Keeper } from '../../read/read.ts';
import { resolveVersion } from '../../read/resolve.ts';
import { normaliseShare } from '../../split/share.ts';
import type { App, Outcome } from '../app.ts';
import { readTarget } from '../read-target.ts';
import { keeperOf, passedOver } from '../selection-options.ts';
import { green, plural, red, table } from '../style.ts';
import { withScratch } from '../with-scratch.ts';

export interface VerifyCommandOptions {
  readonly from?: string;
  readonly sample?: string;
}

const WHERE: Record<Keeper, string> = {
  archive: ', in its archive',
  pin: ', in its pin',
  source: '',
  past: ', in its source’s past',
};

export async function verifyCommand(
  app: App,
  reference: string,
  options: VerifyCommandOptions,
): Promise<Outcome> {
  const from = keeperOf(options.from);
  const sample = options.sample === undefined ? undefined : shareOf(options.sample);
  const catalog = await app.catalog();
  const version = await resolveVersion(catalog, reference);
  const read = createRead({ catalog, clock: app.clock });
  const target = await readTarget(app, version);
  const verification = await withScratch(undefined, (scratch) =>
    read.verify(target, { from, sample, scratch, signal: app.signal, onPassedOver: passedOver }),
  );
  const { drifted, partitions, rows, from: place } = verification;
  const drift = drifted.map(({ from: partition, before, after }) => ({
    partition,
    expectedRows: before?.rows.toString() ?? '0',
    foundRows: after?.rows.toString() ?? '0',
  }));
  const verified = drift.length === 0;
  const total = version.facts.partitions.total;
  const some = partitions < total ? ` of ${plural(total, 'partition')}` : '';
  return {
    exitCode: verified ? 0 : 1,
    json: { id: version.id, verified, from: place, partitions, rows: rows.toString(), drifted: drift },
    text: verified
      ? `${green('verified')} ${version.id}: ${plural(rows, 'row')} in ${some === '' ? plural(partitions, 'partition') : `${grouped(String(partitions))}${some}`} are as they were${WHERE[place]}`
      : [
          `${red('drifted')} ${version.id}: ${drift.length} of ${plural(partitions, 'partition')} are not what they were${WHERE[place]}`,
          table(
            ['PARTITION', 'ROWS EXPECTED', 'ROWS FOUND'],
            drift.map((d) => [d.partition, grouped(d.expectedRows), grouped(d.foundRows)]),
            [1, 2],
          ),
        ].join('\n'),
  };
}

/** `5%` or `0.05`. @throws usage */
function shareOf(text: string): string {
  const percent = /^(\d{1,3})(?:\.(\d{1,10}))?%$/.exec(text);
  const [, whole = '', fraction = ''] = percent ?? [];
  const padded = whole.padStart(3, '0');
  try {
    return normaliseShare(percent ? `${padded.slice(0, -2)}.${padded.slice(-2)}${fraction}` : text);
  } catch {
    throw new TidemarkError(
      'usage',
      `--sample "${text}": expected a share of the partitions such as 5% or 0.05.`,
    );
  }
}
