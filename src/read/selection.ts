import { TidemarkError } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';
import { normaliseShare } from '../split/share.ts';
import { partNames } from '../split/split.ts';
import type { Manifest } from '../version/manifest.ts';

/** What of a version is read; everything where nothing is said. */
export interface Selection {
  readonly part?: string | undefined;
  /** Manifest names, in the order in which they are wanted. */
  readonly columns?: readonly string[] | undefined;
  /** The fold `index` (from 1) of `of`; or all others, with `except`. */
  readonly fold?: { readonly index: number; readonly of: number; readonly except?: boolean } | undefined;
  /** A share as an exact decimal. */
  readonly sample?: string | undefined;
  /** The first so many of them, in the one order. */
  readonly atMost?: bigint | undefined;
}

const MOST_FOLDS = 1_000_000;

/** Reads `2/5`, the second of five folds. @throws usage */
export function parseFold(text: string): { index: number; of: number } {
  const match = /^(\d{1,7})\/(\d{1,7})$/.exec(text);
  const [index, of] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || of < 2 || of > MOST_FOLDS || index < 1 || index > of) {
    throw new TidemarkError(
      'usage',
      `"${text}" is not a fold: expected I/K with 1 ≤ I ≤ K and K from 2, such as 2/5.`,
    );
  }
  return { index, of };
}

/**
 * Checks the selection against the version.
 * @throws part-missing, column-missing, split-invalid, each listing what there is
 */
export function checkSelection(selection: Selection, manifest: Manifest): Selection {
  const { part, columns, fold, sample } = selection;
  const parts = partNames(manifest.split);
  if (part !== undefined && !parts.includes(part)) {
    const has = parts.length === 0 ? 'it is not split' : `it has: ${parts.join(', ')}`;
    throw new TidemarkError(
      'part-missing',
      `The version has no part "${part}"; ${has}.${didYouMean(part, parts)}`,
    );
  }
  if ((fold || sample !== undefined) && manifest.split?.algorithm !== 'split-v1') {
    throw new TidemarkError(
      'split-invalid',
      'Folds and samples are by the hash of a key, and this version is not split by one.',
    );
  }
  const names = manifest.schema.map((c) => c.name);
  const unknown = columns?.find((c) => !names.includes(c));
  if (unknown !== undefined) {
    throw new TidemarkError(
      'column-missing',
      `The version has no column "${unknown}".${didYouMean(unknown, names)} It has: ${names.join(', ')}.`,
    );
  }
  return sample === undefined ? selection : { ...selection, sample: normaliseShare(sample) };
}
