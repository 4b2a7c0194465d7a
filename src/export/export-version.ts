import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TidemarkError } from '../base/errors.ts';
import type { ReadDependencies, ReadTarget } from '../read/open-version.ts';
import { createRead, type Keeper, type ProvedReadOptions, type Reading } from '../read/read.ts';
import { croissant } from './croissant.ts';
import { datasetCard } from './dataset-card.ts';
import { type ExportColumn, exportColumn } from './export-column.ts';
import { CROISSANT, DATA_FOLDER, MANIFEST, README } from './export-layout.ts';
import type { ExportPlace } from './export-place.ts';
import { type ExportPlan, selectionOf } from './export-plan.ts';
import { type DataFile, type ExportedFile, type ExportedSplit, sumOfFile } from './exported-file.ts';
import { isSameExport } from './same-export.ts';
import type { ExportSplit } from './split-names.ts';
import { writeShards } from './write-shards.ts';

export interface Exported {
  readonly from: Keeper;
  readonly splits: readonly ExportedSplit[];
  /** The other files, in the order in which they were written. */
  readonly others: readonly ExportedFile[];
}

/**
 * Writes a version as a folder that other tools open, after proving it, whole or not at all. The same version and choice give the
 * same bytes.
 * @param options its `scratch` is on the disk of the place, where that is a folder
 * @returns undefined where this very export is there already
 * @throws export-conflict where something else is; what a read throws
 */
export async function exportVersion(
  dependencies: ReadDependencies,
  target: ReadTarget,
  plan: ExportPlan,
  place: ExportPlace,
  options: ProvedReadOptions,
): Promise<Exported | undefined> {
  const { signal } = options;
  try {
    if (await isThere(plan, place, signal)) return undefined;
    const exported = await write(createRead(dependencies), target, plan, place, options);
    await place.finish();
    return exported;
  } catch (error) {
    // What fails here would hide why the export did.
    const clean = await place.abandon().catch(() => false);
    if (!signal.aborted) throw error;
    const left = clean
      ? `was not exported, and nothing of it is left in ${place.name}. Run it again.`
      : `may be in ${place.name}, in part or whole. Run it again, which takes up what is there.`;
    throw new TidemarkError('cancelled', `Cancelled: ${plan.version.id} ${left}`, { cause: error });
  }
}

async function isThere(plan: ExportPlan, place: ExportPlace, signal: AbortSignal): Promise<boolean> {
  const paths = await place.paths();
  if (paths === undefined || place.goesOn(paths)) return false;
  if (await isSameExport(plan, place.present, paths, signal)) return true;
  throw new TidemarkError(
    'export-conflict',
    `${place.name} is not empty, and not this export whole. Nothing there was changed. Name another place, or remove what is there.`,
  );
}

async function write(
  read: ReturnType<typeof createRead>,
  target: ReadTarget,
  plan: ExportPlan,
  place: ExportPlace,
  options: ProvedReadOptions,
): Promise<Exported> {
  let from: Keeper = 'source';
  let columns: readonly ExportColumn[] = [];
  const splits: ExportedSplit[] = [];
  const left = [...plan.splits];
  await read.readEach(
    target,
    options,
    plan.splits.map((split) => selectionOf(plan, split)),
    async (reading) => {
      from = reading.from;
      columns = reading.columns.map(exportColumn);
      splits.push(await writeSplit(left.shift() as ExportSplit, reading, plan, place, options));
    },
  );
  await refuseStrangers(place, splits);
  const manifest = await addText(MANIFEST, plan.version.manifest, options);
  const card = await addText(README, datasetCard(plan, columns, splits), options);
  const others = [
    { ...card, encodingFormat: 'text/markdown' },
    { ...manifest, encodingFormat: 'application/json' },
  ];
  const described = await addText(CROISSANT, croissant(plan, columns, splits, others), options);
  for (const { path: key, file, ...sum } of [card, described, manifest]) await place.add(key, file, sum);
  return { from, splits, others: [card, described, manifest] };
}

async function writeSplit(
  { name, part }: ExportSplit,
  reading: Reading,
  { choice: { rowsPerFile } }: ExportPlan,
  place: ExportPlace,
  { scratch, signal }: ProvedReadOptions,
): Promise<ExportedSplit> {
  const folder = path.join(scratch, DATA_FOLDER);
  await mkdir(folder, { recursive: true });
  const shards = await writeShards(reading, { folder, split: name, rowsPerFile, scratch, signal });
  const files: DataFile[] = [];
  for (const { file, rows } of shards) {
    const sum = await sumOfFile(file, signal);
    const key = `${DATA_FOLDER}/${path.basename(file)}`;
    await place.add(key, file, sum);
    files.push({ ...sum, path: key, rows });
  }
  return { name, part, files, rows: files.reduce((total, file) => total + file.rows, 0n) };
}

/** What a killed run with other options left would be read with the rest. */
async function refuseStrangers(place: ExportPlace, splits: readonly ExportedSplit[]): Promise<void> {
  const known = new Set([README, CROISSANT, ...splits.flatMap((s) => s.files.map((file) => file.path))]);
  const stranger = (await place.paths())?.find((p) => !known.has(p));
  if (stranger === undefined) return;
  throw new TidemarkError(
    'export-conflict',
    `${place.name} holds ${stranger}, which is not of this export. Remove it, or name another place.`,
  );
}

async function addText(key: string, text: string, { scratch, signal }: ProvedReadOptions) {
  const file = path.join(scratch, key);
  await writeFile(file, text);
  return { path: key, file, ...(await sumOfFile(file, signal)) };
}
