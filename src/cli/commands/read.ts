import { TidemarkError } from '../../base/errors.ts';
import { formatFor } from '../../output/format.ts';
import { outputError, writeFile } from '../../output/write-file.ts';
import { writePieces } from '../../output/write-pieces.ts';
import { createRead, type Keeper } from '../../read/read.ts';
import { resolveVersion } from '../../read/resolve.ts';
import type { App, Outcome } from '../app.ts';
import { readTarget } from '../read-target.ts';
import { keeperOf, passedOver, type SelectionOptions, toSelection } from '../selection-options.ts';
import { withScratch } from '../with-scratch.ts';

export interface ReadCommandOptions extends SelectionOptions {
  readonly format?: string;
  readonly output?: string;
  readonly unverified?: boolean;
  readonly from?: string;
  readonly json?: boolean;
}

export async function readCommand(
  app: App,
  reference: string,
  options: ReadCommandOptions,
): Promise<Outcome> {
  const { output, unverified } = options;
  const selection = toSelection(options);
  const from = keeperOf(options.from);
  const format = formatFor(options.format, output);
  if (output === undefined && options.json) {
    throw new TidemarkError(
      'usage',
      '--json reports on a file, and standard output carries the rows: give -o FILE.',
    );
  }
  if (output === undefined && format === 'parquet' && process.stdout.isTTY) {
    throw new TidemarkError('usage', 'Parquet is not for a terminal: give -o FILE, or pipe it on.');
  }
  const catalog = await app.catalog();
  const version = await resolveVersion(catalog, reference);
  const target = await readTarget(app, version);
  const read = createRead({ catalog, clock: app.clock });

  return withScratch(output, async (scratch) => {
    const file = output ?? 'standard output';
    const readOptions = {
      selection,
      unverified,
      from,
      scratch,
      signal: app.signal,
      onPassedOver: passedOver,
    };
    let keeper: Keeper = 'source';
    try {
      await read.read(target, readOptions, (reading) => {
        keeper = reading.from;
        return output === undefined
          ? writePieces(reading, format, process.stdout, scratch)
          : writeFile(output, (out) => writePieces(reading, format, out, scratch));
      });
    } catch (error) {
      throw outputError(error, file);
    }
    const verified = !unverified;
    return {
      json: { id: version.id, part: selection.part ?? null, format, file, from: keeper, verified },
      text:
        output === undefined
          ? ''
          : `wrote ${output}: ${selection.part ?? 'all parts'} of ${version.id}, from its ${keeper}, ${verified ? 'verified' : 'not verified'}`,
    };
  });
}
