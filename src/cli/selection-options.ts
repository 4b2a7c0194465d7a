import { TidemarkError } from '../base/errors.ts';
import { KEEPERS, type Keeper } from '../read/read.ts';
import { parseFold, type Selection } from '../read/selection.ts';
import { yellow } from './style.ts';

/** The options of `read` and `sql` that say which rows and columns. */
export interface SelectionOptions {
  readonly part?: string;
  readonly columns?: string;
  readonly fold?: string;
  readonly exceptFold?: string;
  readonly sample?: string;
  readonly atMost?: bigint;
}

/** @throws usage */
export function toSelection({
  part,
  columns,
  fold,
  exceptFold,
  sample,
  atMost,
}: SelectionOptions): Selection {
  if (fold !== undefined && exceptFold !== undefined) {
    throw new TidemarkError('usage', '--fold and --except-fold exclude each other; give one.');
  }
  return {
    part,
    sample,
    atMost,
    columns: namesOf('--columns', columns),
    fold:
      fold !== undefined
        ? parseFold(fold)
        : exceptFold !== undefined
          ? { ...parseFold(exceptFold), except: true }
          : undefined,
  };
}

/** The names that an option lists. @throws usage */
export function namesOf(option: string, text: string | undefined): readonly string[] | undefined {
  const names = text?.split(',').map((name) => name.trim());
  const twice = names?.find((name, i) => names.indexOf(name) !== i);
  if (!names?.includes('') && twice === undefined) return names;
  throw new TidemarkError(
    'usage',
    `${option} "${text}": expected different names joined by commas, such as a,b.`,
  );
}

/** The place that `--from` names. @throws usage */
export function keeperOf(text: string | undefined): Keeper | undefined {
  const keeper = KEEPERS.find((k) => k === text);
  if (text === undefined || keeper) return keeper;
  throw new TidemarkError('usage', `"${text}" is no place: expected one of ${KEEPERS.join(', ')}.`);
}

/** Says that the archive was not whole, on standard error. */
export function passedOver({ message }: TidemarkError): void {
  process.stderr.write(`${yellow('warning')}: ${message} It is looked for elsewhere.\n`);
}
