import Table from 'cli-table3';
import colors from 'picocolors';
import { grouped } from '../base/grouped.ts';

/** Colours only where standard output is a terminal, and NO_COLOR is not set. */
const on = colors.createColors(process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined);

export const { bold, dim, green, yellow, red, cyan } = on;

/** `2 rows`, `1 row`. */
export function plural(count: bigint | number | string, thing: string): string {
  return `${grouped(count)} ${thing}${count.toString() === '1' ? '' : 's'}`;
}

/** Columns of text under their headings, without lines. @param right indexes of columns set to the right */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const none = Object.fromEntries(
    [
      'top',
      'top-mid',
      'top-left',
      'top-right',
      'bottom',
      'bottom-mid',
      'bottom-left',
      'bottom-right',
      'left',
      'left-mid',
    ]
      .concat(['mid', 'mid-mid', 'right', 'right-mid'])
      .map((part) => [part, '']),
  );
  const drawn = new Table({
    head: head.map((h) => dim(h)),
    chars: { ...none, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: head.map((_, i) => (right.includes(i) ? 'right' : 'left')),
  });
  drawn.push(...rows.map((row) => [...row]));
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
