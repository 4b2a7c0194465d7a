import { TidemarkError } from '../base/errors.ts';
import { parseFold, type Selection } from '../read/selection.ts';

/** The options of `read` and `sql` that say which rows and columns. */
export interface SelectionOptions {
  readonly part?: string;
  readonly columns?: string;
  readonly fold?: string;
  readonly exceptFold?: string;
  readonly sample?: string;
}

/** @throws usage */
export function toSelection({ part, columns, fold, exceptFold, sample }: SelectionOptions): Selection {
  if (fold !== undefined && exceptFold !== undefined) {
    throw new TidemarkError('usage', '--fold and --except-fold exclude each other; give one.');
  }
  const names = columns?.split(',').map((c) => c.trim());
  const twice = names?.find((name, i) => names.indexOf(name) !== i);
  if (names?.includes('') || twice !== undefined) {
    throw new TidemarkError(
      'usage',
      `--columns "${columns}": expected different names joined by commas, such as a,b.`,
    );
  }
  return {
    part,
    sample,
    columns: names,
    fold:
      fold !== undefined
        ? parseFold(fold)
        : exceptFold !== undefined
          ? { ...parseFold(exceptFold), except: true }
          : undefined,
  };
}
