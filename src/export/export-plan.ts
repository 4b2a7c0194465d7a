import type { StoredVersion } from '../catalog/catalog.ts';
import { checkSelection, type Selection } from '../read/selection.ts';
import { type Manifest, parseManifest } from '../version/manifest.ts';
import { type ExportSplit, splitsOf } from './split-names.ts';

/** What of a version is exported, and how. The bytes of an export follow from the version and from this. */
export interface ExportChoice {
  /** All where undefined. */
  readonly parts?: readonly string[] | undefined;
  /** Manifest names, in the order in which they are wanted; all where undefined. */
  readonly columns?: readonly string[] | undefined;
  readonly rowsPerFile: bigint;
  /** What the dataset's licence is, as Hugging Face names them. */
  readonly license?: string | undefined;
}

export interface ExportPlan {
  readonly version: StoredVersion;
  readonly manifest: Manifest;
  readonly choice: ExportChoice;
  readonly splits: readonly ExportSplit[];
}

/** About 10 to 100 MB of usual columns. */
export const ROWS_PER_FILE = 1_000_000n;

/** @throws part-missing, column-missing */
export function planExport(version: StoredVersion, choice: ExportChoice): ExportPlan {
  const manifest = parseManifest(version.manifest);
  const { parts, columns } = choice;
  for (const part of parts ?? [undefined]) checkSelection({ part, columns }, manifest);
  return { version, manifest, choice, splits: splitsOf(manifest, parts) };
}

export function selectionOf({ choice }: ExportPlan, { part }: ExportSplit): Selection {
  return { part, columns: choice.columns };
}

/** What tells one export from another, as the card's `tidemark` has it. */
export function exportKey({ version, splits, choice }: ExportPlan) {
  const { columns, rowsPerFile, license } = choice;
  return {
    version: version.id,
    sha256: version.sha256,
    parts: splits.map(({ name, part }) => ({ split: name, part: part ?? null })),
    columns: columns ?? null,
    rowsPerFile: rowsPerFile.toString(),
    license: license ?? null,
  };
}
