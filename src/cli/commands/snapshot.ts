import { formatBytes } from '../../base/bytes.ts';
import { parseInstant } from '../../base/instant.ts';
import { createSnapshot, type SnapshotOptions, type SnapshotResult } from '../../snapshot/snapshot.ts';
import { checkTag } from '../../version/tag-name.ts';
import type { App, Outcome } from '../app.ts';
import { archivedJson, archivedText, archiveOptions } from '../archive.ts';
import { costText } from '../cost-text.ts';
import { few, shortInstant, trailersText, versionJson, versionText } from '../describe-version.ts';
import { pinText } from '../pin-text.ts';
import { progressLine } from '../progress-line.ts';
import { dim, green, plural, yellow } from '../style.ts';
import { withScratch } from '../with-scratch.ts';

export interface SnapshotCommandOptions {
  readonly watermark?: string;
  readonly full?: boolean;
  readonly dryRun?: boolean;
  readonly tag?: string;
}

export async function snapshotCommand(
  app: App,
  name: string,
  options: SnapshotCommandOptions,
): Promise<Outcome> {
  const dataset = app.dataset(name);
  const watermark = options.watermark === undefined ? undefined : parseInstant(options.watermark);
  const tag = options.tag === undefined ? undefined : checkTag(options.tag);
  const snapshot = createSnapshot({ catalog: await app.catalog(), clock: app.clock });
  const source = await app.source(dataset.source);
  const common = { watermark, full: options.full, signal: app.signal };

  if (options.dryRun) {
    const preview = await snapshot.preview(dataset, source, common);
    const { total, toDigest } = preview.partitions;
    const spent = costText(preview.cost);
    const reading = preview.bytesToScan === undefined ? '' : `, reading ${formatBytes(preview.bytesToScan)}`;
    return {
      json: {
        dataset: name,
        dryRun: true,
        ...preview,
        rowsToDigest: preview.rowsToDigest.toString(),
        bytesToScan: preview.bytesToScan?.toString(),
      },
      text:
        `${name} at ${shortInstant(preview.watermark)}: would digest ${plural(preview.rowsToDigest, 'row')} in ` +
        `${toDigest} of ${plural(total, 'partition')}${reading}. No version was made.${spent ? ` To find out: ${spent}.` : ''}`,
    };
  }

  const progress = progressLine(`digesting ${name}`);
  try {
    const take = (archive: SnapshotOptions['archive']) =>
      snapshot.take(dataset, source, {
        ...common,
        tag,
        archive,
        onProgress: progress.show,
        onRetry: ({ message }) => {
          progress.end();
          process.stderr.write(`${message}; trying again\n`);
        },
        onWait: ({ host, pid, since }) => {
          process.stderr.write(
            `another snapshot of ${name} is running since ${since} (process ${pid} on ${host}); waiting\n`,
          );
        },
      });
    const result =
      dataset.keep === 'archive'
        ? await withScratch(undefined, async (scratch) => take(await archiveOptions(app, name, scratch)))
        : await take(undefined);
    progress.end();
    return { json: toJson(result), text: toText(result) };
  } finally {
    progress.end();
  }
}

function toJson({ version, isNew, partitions, comparison, cost, pin, archived }: SnapshotResult) {
  return {
    ...versionJson(version),
    partitions,
    isNew,
    schema: comparison.schema,
    cost,
    pin,
    archive: archived && archivedJson(archived),
  };
}

function toText(result: SnapshotResult): string {
  const { version, isNew, partitions, comparison } = result;
  const cost = costText(result.cost);
  const { pin, archived } = result;
  const { schema } = comparison;
  const changes = [
    ...(schema.added.length > 0 ? [`columns new: ${few(schema.added)}`] : []),
    ...(schema.removed.length > 0 ? [`columns gone: ${few(schema.removed)}`] : []),
    ...(schema.changed.length > 0 ? [`columns changed: ${few(schema.changed)}`] : []),
  ];
  const since = comparison.base === null ? '' : `, ${partitions.changed} changed since the version before`;
  const note = isNew ? green('new') : dim('same data as before, same ID');
  return [
    versionText(version, note),
    ...changes.map((line) => yellow(`  ${line}`)),
    dim(`  ${partitions.digested} digested${since}`),
    ...(cost ? [dim(`  ${cost}`)] : []),
    ...(pin ? [dim(`  kept ${pinText(pin)}`)] : []),
    ...(archived ? [dim(`  kept ${archivedText(archived)}`)] : []),
    '',
    trailersText(version),
  ].join('\n');
}
