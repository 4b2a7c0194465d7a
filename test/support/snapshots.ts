import { onTestFinished } from 'vitest';
import { type Instant, parseInstant } from '../../src/base/instant.ts';
import { openCatalog } from '../../src/catalog/open-catalog.ts';
import type { Dataset, Source } from '../../src/scan/dataset.ts';
import type { EngineChecks } from '../../src/scan/ensure-known-answers.ts';
import { createSnapshot, type SnapshotOptions } from '../../src/snapshot/snapshot.ts';
import { datasetOf } from '../conformance/fixture.ts';
import { tempFolder } from './temp-folder.ts';

export const NOW = parseInstant('2020-12-01');

type Given = Partial<Omit<SnapshotOptions, 'watermark'>> & { readonly at?: string };

/**
 * A catalog of its own, and snapshots of a table `orders` with a key `id`, for which the clock stands still.
 * @param checks which engines gave the known answers, where they need not be asked of each catalog
 */
export async function openSnapshots(source: Source, changes: Partial<Dataset> = {}, checks?: EngineChecks) {
  const opened = await openCatalog('sqlite:catalog.db', tempFolder());
  onTestFinished(() => opened.close());
  const catalog = { ...opened, engineChecks: checks ?? opened.engineChecks };
  let now = NOW;
  const snapshot = createSnapshot({ catalog, clock: () => now });
  const dataset = datasetOf('orders', {
    name: 'orders',
    split: {
      algorithm: 'split-v1',
      key: ['id'],
      parts: [
        { name: 'train', share: '0.8' },
        { name: 'test', share: '0.2' },
      ],
      salt: 'tidemark',
    },
    ...changes,
  });
  const options = ({ at, ...given }: Given): SnapshotOptions => ({
    signal: new AbortController().signal,
    watermark: at === undefined ? undefined : parseInstant(at),
    ...given,
  });
  return {
    catalog,
    source,
    dataset,
    setNow: (at: string) => {
      now = parseInstant(at) as Instant;
    },
    take: (given: Given = {}, other: Partial<Dataset> = {}) =>
      snapshot.take({ ...dataset, ...other }, source, options(given)),
    preview: (given: Given = {}) => snapshot.preview(dataset, source, options(given)),
  };
}
