import type { RowChange } from '../../read/diff-rows.ts';
import { resolveVersion } from '../../read/resolve.ts';
import { rowChanges } from '../../read/row-changes.ts';
import type { App, Outcome } from '../app.ts';
import { shortInstant } from '../describe-version.ts';
import { readTarget } from '../read-target.ts';
import { bold, green, plural, red, yellow } from '../style.ts';
import { withScratch } from '../with-scratch.ts';

export interface DiffRowsCommandOptions {
  readonly rows?: boolean;
  readonly key?: string;
  readonly limit?: number;
}

/** Rows that are listed unless more are asked for. */
const MOST = 100;

/** `tidemark diff REF [REF] --rows`: without a second version, against the source as it is now. */
export async function diffRowsCommand(
  app: App,
  left: string,
  right: string | undefined,
  { key, limit }: DiffRowsCommandOptions,
): Promise<Outcome> {
  const catalog = await app.catalog();
  const from = await resolveVersion(catalog, left);
  const to = right === undefined ? undefined : await resolveVersion(catalog, right);
  const most = limit ?? MOST;
  const changes = await withScratch(undefined, async (scratch) =>
    rowChanges(
      { catalog, clock: app.clock },
      await readTarget(app, from),
      to && (await readTarget(app, to)),
      { key: key?.split(',').map((k) => k.trim()), most, scratch, signal: app.signal },
    ),
  );
  const other = to?.id ?? 'its source now';
  const { rows, partitions } = changes;
  return {
    json: {
      from: from.id,
      to: to?.id ?? null,
      key: changes.key,
      partitions: partitions.map((p) => p.from),
      rows,
      complete: rows.length < most,
    },
    text: [
      `${bold(from.id)} → ${bold(other)}: ${plural(partitions.length, 'partition')} differ`,
      ...rows.map((row) => rowLine(row, changes.key)),
      ...(rows.length < most ? [] : [`  the first ${most}; more with --limit`]),
    ].join('\n'),
  };
}

function rowLine({ partition, change, before, after }: RowChange, key: readonly string[]): string {
  const row = before ?? after ?? {};
  const shown = (names: readonly string[], of: Readonly<Record<string, string | null>>) =>
    names.map((n) => `${n}=${of[n] === null ? 'NULL' : JSON.stringify(of[n])}`).join(' ');
  const at = `  ${shortInstant(partition)}`;
  if (change === 'changed' && before && after) {
    const other = Object.keys(before).filter((n) => before[n] !== after[n]);
    const values = other.map((n) => `${n}: ${text(before[n])} → ${text(after[n])}`);
    return `${at}  ${yellow('changed')}  ${shown(key, row)}  ${values.join(', ')}`;
  }
  return `${at}  ${change === 'added' ? green('added  ') : red('gone   ')}  ${shown(Object.keys(row), row)}`;
}

function text(value: string | null | undefined): string {
  return value === null || value === undefined ? 'NULL' : JSON.stringify(value);
}
