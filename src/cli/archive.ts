import { formatBytes } from '../base/bytes.ts';
import type { StoredVersion } from '../catalog/catalog.ts';
import type { ArchiveOptions, ArchiveResult } from '../keep/archive-opened.ts';
import { createKeep } from '../keep/keep-version.ts';
import type { ReadTarget } from '../read/open-version.ts';
import type { App } from './app.ts';
import { progressLine } from './progress-line.ts';
import { readTarget } from './read-target.ts';
import { plural } from './style.ts';
import { withScratch } from './with-scratch.ts';

/** What is known beside the version. */
interface Known {
  /** Where it is. */
  readonly from?: ReadTarget;
  /** Objects that are not to be relied on, by SHA-256. One that is written anew is taken out. */
  readonly bad?: Set<string>;
}

/** Archives a version, and says on standard error how far it is. */
export async function archive(
  app: App,
  version: StoredVersion,
  { from, bad }: Known = {},
): Promise<ArchiveResult> {
  const keep = createKeep({ catalog: await app.catalog(), clock: app.clock });
  const target = from ?? (await readTarget(app, version));
  return withScratch(undefined, async (scratch) =>
    keep.archive(target, {
      ...(await archiveOptions(app, version.dataset, scratch)),
      bad,
      signal: app.signal,
    }),
  );
}

/** With what a dataset is archived. */
export async function archiveOptions(
  app: App,
  dataset: string,
  scratch: string,
): Promise<Omit<ArchiveOptions, 'signal'>> {
  const progress = progressLine(`archiving ${dataset}`);
  return {
    store: await app.store(),
    dialect: await app.fileDialect(),
    scratch,
    onProgress: (done) => {
      progress.show(done);
      if (done.rows === done.totalRows) progress.end();
    },
    onWait: ({ host, pid, since }) => {
      process.stderr.write(
        `${dataset} is being archived since ${since} (process ${pid} on ${host}); waiting\n`,
      );
    },
  };
}

/** Stable keys; counts are text. */
export function archivedJson({ archive: { version, dataset, created }, written, place }: ArchiveResult) {
  const { partitions, objects, bytes } = written;
  return {
    version,
    dataset,
    created,
    store: place,
    written: { partitions, objects, bytes: bytes.toString() },
  };
}

/** `in folder /x: 3 objects written, 12 MB`. */
export function archivedText({ written: { objects, partitions, bytes }, place }: ArchiveResult): string {
  return objects === 0
    ? `in ${place}, which held all of it already`
    : `in ${place}: ${plural(partitions, 'partition')} in ${plural(objects, 'object')} written, ${formatBytes(bytes)}`;
}
