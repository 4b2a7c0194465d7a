import { parseArgs } from 'node:util';

/** The rows that the targets speak of. */
const FULL_ROWS = 10_000_000;

export interface Flags {
  /** Rows of the table. */
  readonly rows: number;
  /** The one group to be measured; all where undefined. */
  readonly only: string | undefined;
  /** Not the whole, so that its figures are not recorded. */
  readonly quick: boolean;
}

/** @returns what is wrong with the arguments, as text, where something is */
export function readFlags(args: readonly string[], groups: readonly string[]): Flags | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { only: { type: 'string' }, rows: { type: 'string' } },
    });
    const { only, rows } = values;
    if (only !== undefined && !groups.includes(only)) return `There is no "${only}" to measure.`;
    if (rows !== undefined && !/^[1-9]\d{3,8}$/.test(rows))
      return `"${rows}" is not a number of rows from 1000.`;
    return {
      rows: rows === undefined ? FULL_ROWS : Number(rows),
      only,
      quick: only !== undefined || rows !== undefined,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export function usage(groups: readonly string[]): string {
  return `usage: npm run bench -- [--only ${groups.join('|')}] [--rows N]`;
}
