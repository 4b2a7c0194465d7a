import { realpath } from 'node:fs/promises';
import { formatBytes } from '../../base/bytes.ts';
import { TidemarkError } from '../../base/errors.ts';
import { grouped } from '../../base/grouped.ts';
import type { ExportPlace } from '../../export/export-place.ts';
import { type ExportPlan, planExport, ROWS_PER_FILE } from '../../export/export-plan.ts';
import { type Exported, exportVersion } from '../../export/export-version.ts';
import { folderPlace } from '../../export/folder-place.ts';
import { storePlace } from '../../export/store-place.ts';
import { outputError } from '../../output/write-file.ts';
import { resolveVersion } from '../../read/resolve.ts';
import { s3Place } from '../../store/store-settings.ts';
import type { App, Outcome } from '../app.ts';
import { readTarget } from '../read-target.ts';
import { keeperOf, namesOf, passedOver } from '../selection-options.ts';
import { plural } from '../style.ts';
import { withScratch } from '../with-scratch.ts';

export interface ExportCommandOptions {
  readonly part?: string;
  readonly columns?: string;
  readonly rowsPerFile?: bigint;
  readonly license?: string;
  readonly from?: string;
}

/** `tidemark export REF DIR|s3://BUCKET/PREFIX`. */
export async function exportCommand(
  app: App,
  reference: string,
  place: string,
  options: ExportCommandOptions,
): Promise<Outcome> {
  const choice = {
    parts: namesOf('--part', options.part),
    columns: namesOf('--columns', options.columns),
    rowsPerFile: options.rowsPerFile ?? ROWS_PER_FILE,
    license: options.license,
  };
  const from = keeperOf(options.from);
  const inS3 = isS3(place);
  const catalog = await app.catalog();
  const version = await resolveVersion(catalog, reference);
  const plan = planExport(version, choice);
  const target = await readTarget(app, version);
  // A link to a folder: what lies between belongs on that folder's disk.
  const folder = inS3 ? undefined : await realpath(place).catch(() => place);
  return withScratch(folder, async (scratch) => {
    try {
      const { signal } = app;
      const to = inS3 ? storePlace(await app.storeAt(place), signal) : await folderPlace(place, scratch);
      const asked = { from, scratch, signal, onPassedOver: passedOver };
      const exported = await exportVersion({ catalog, clock: app.clock }, target, plan, to, asked);
      return outcomeOf(plan, to, exported);
    } catch (error) {
      throw outputError(error, place);
    }
  });
}

/** @throws usage where it is a URL of another kind */
function isS3(place: string): boolean {
  if (place === '') throw new TidemarkError('usage', 'Give a folder, or s3://BUCKET/PREFIX, to export to.');
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(place)) return false;
  if (s3Place(place)) return true;
  throw new TidemarkError(
    'usage',
    `"${place}" is no place for an export: expected a folder, or s3://BUCKET/PREFIX, the prefix of letters, digits and ._=-/.`,
  );
}

function outcomeOf({ version }: ExportPlan, place: ExportPlace, exported: Exported | undefined): Outcome {
  if (exported === undefined) {
    return {
      json: { id: version.id, place: place.name, written: false },
      text: `${place.name} is this export of ${version.id} already, with every file as it was written`,
    };
  }
  const { from, splits, others } = exported;
  const files = [...splits.flatMap((s) => s.files), ...others];
  const bytes = files.reduce((total, file) => total + file.bytes, 0n);
  return {
    json: {
      id: version.id,
      place: place.name,
      written: true,
      from,
      splits: splits.map((s) => ({
        split: s.name,
        part: s.part ?? null,
        rows: s.rows.toString(),
        files: s.files.length,
      })),
      files: files.map((f) => ({ path: f.path, sha256: f.sha256, bytes: f.bytes.toString() })),
    },
    text: [
      `exported ${version.id} to ${place.name}, from its ${from}, verified: ${plural(files.length, 'file')}, ${formatBytes(bytes)}`,
      ...splits.map(
        (s) =>
          `  ${s.name}${s.part === undefined || s.part === s.name ? '' : ` (${s.part})`} ${grouped(s.rows)} in ${plural(s.files.length, 'file')}`,
      ),
    ].join('\n'),
  };
}
