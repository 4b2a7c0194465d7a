import { TidemarkError } from '../base/errors.ts';
import type { Column } from '../source/column.ts';
import { FILE_ROW, OWN_NAMES } from './layout.ts';

/** @throws archive-unfit where a file, in which names are the same in any case, cannot have the columns by their names */
export function checkArchivedColumns(columns: readonly Column[]): void {
  const names = columns.map((c) => c.name.toLowerCase());
  const reserved = columns.find((c) => isOwn(c.name.toLowerCase()));
  const twin = columns.find((_, i) => names.indexOf(names[i] ?? '') !== i);
  const unfit = reserved ?? twin;
  if (!unfit) return;
  const why = reserved
    ? 'an archive has a column of its own of that name'
    : 'files take names that differ in case alone for one';
  throw new TidemarkError(
    'archive-unfit',
    `Column "${unfit.name}" cannot be archived: ${why}. Leave it out (columns.exclude), or rename it in a view.`,
  );
}

/** Taken for ours, a column of the version would be a row's partition, or its part. */
function isOwn(name: string): boolean {
  return name.startsWith(OWN_NAMES) || name === FILE_ROW;
}
