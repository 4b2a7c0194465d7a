import type { Selection } from '../read/selection.ts';
import { partNames } from '../split/split.ts';
import type { Manifest } from '../version/manifest.ts';

/** A part as it is exported. */
export interface ExportSplit {
  /** What other tools know it by. */
  readonly name: string;
  /** The part's own name; undefined for all rows of a version that is not split. */
  readonly part: Selection['part'];
}

/** What Hugging Face calls the only split of a dataset that has none. */
const WHOLE = 'train';
/** Means all splits together in `datasets`. */
const RESERVED = 'all';

/**
 * Which parts become which splits. A split's name has no `-` there, and is not `all`: `-` becomes `_`, and where that is no
 * name or another part's, `_2`, `_3` … follow. All parts have a say, so that a part has one name whichever of them are taken.
 * @param parts those that are wanted, in the order of the version's split; all where undefined
 */
export function splitsOf({ split }: Manifest, parts?: readonly string[]): readonly ExportSplit[] {
  const all = partNames(split);
  if (all.length === 0) return [{ name: WHOLE, part: undefined }];
  // Names that can stay as they are come first, so that no other takes them.
  const taken = new Set(all.filter((part) => isSplitName(part)));
  const named = all.map(
    (part): ExportSplit => ({ part, name: isSplitName(part) ? part : free(part, taken) }),
  );
  return parts === undefined ? named : named.filter(({ part }) => parts.includes(part ?? ''));
}

function isSplitName(part: string): boolean {
  return !part.includes('-') && part !== RESERVED;
}

function free(part: string, taken: Set<string>): string {
  const plain = part.replaceAll('-', '_');
  let name = plain;
  for (let i = 2; taken.has(name) || name === RESERVED; i++) name = `${plain}_${i}`;
  taken.add(name);
  return name;
}
