import { TidemarkError } from '../../base/errors.ts';
import { grouped } from '../../base/grouped.ts';
import type { PartitionChange } from '../../partition/late-rows.ts';
import { resolveVersion } from '../../read/resolve.ts';
import { diffDefinition, diffSchema, sortChanges } from '../../version/diff.ts';
import { parseManifest } from '../../version/manifest.ts';
import { diffTrees } from '../../version/tree-diff.ts';
import type { App, Outcome } from '../app.ts';
import { few, shortInstant } from '../describe-version.ts';
import { bold } from '../style.ts';

export async function diffCommand(app: App, left: string, right: string | undefined): Promise<Outcome> {
  if (right === undefined) {
    throw new TidemarkError(
      'usage',
      `tidemark diff ${left}: give a second version, or --rows to compare with the source as it is now.`,
    );
  }
  const catalog = await app.catalog();
  const [from, to] = [await resolveVersion(catalog, left), await resolveVersion(catalog, right)];
  const [before, after] = [parseManifest(from.manifest), parseManifest(to.manifest)];
  if (before.ingestion.granularity !== after.ingestion.granularity) {
    throw new TidemarkError(
      'usage',
      `${from.id} has partitions of a ${before.ingestion.granularity}, ${to.id} of a ${after.ingestion.granularity}; they cannot be compared.`,
    );
  }
  const schema = diffSchema(before.schema, after.schema);
  const definition = diffDefinition(before, after);
  const changes = await diffTrees(before.periods, after.periods, (digests) =>
    catalog.versions.nodes(digests),
  );
  const { added, changed, gone } = sortChanges(changes);
  const parts = Object.fromEntries(
    [...new Set([...Object.keys(from.facts.parts), ...Object.keys(to.facts.parts)])].map((part) => [
      part,
      change(from.facts.parts[part] ?? '0', to.facts.parts[part] ?? '0'),
    ]),
  );
  const rows = change(from.facts.rows, to.facts.rows);
  return {
    json: {
      from: from.id,
      to: to.id,
      same: from.id === to.id,
      schema,
      definition,
      partitions: {
        added: added.map(partitionJson),
        changed: changed.map(partitionJson),
        gone: gone.map(partitionJson),
      },
      rows,
      parts,
    },
    text: [
      `${bold(from.id)} → ${bold(to.id)}`,
      ...(from.id === to.id ? ['  the same version'] : []),
      ...schemaLines(schema),
      ...(definition.length > 0 ? [`  definition  ${definition.join(', ')} changed`] : []),
      `  rows        ${changeText(rows)}`,
      ...Object.entries(parts).map(([name, c]) => `  ${name.padEnd(11)} ${changeText(c)}`),
      ...partitionLines('added', added),
      ...partitionLines('changed', changed),
      ...partitionLines('gone', gone),
    ].join('\n'),
  };
}

function change(from: string, to: string) {
  return { from, to, difference: (BigInt(to) - BigInt(from)).toString() };
}

function changeText({ from, to, difference }: ReturnType<typeof change>): string {
  return `${grouped(from)} → ${grouped(to)} (${difference.startsWith('-') ? '' : '+'}${grouped(difference)})`;
}

function partitionJson({ from, before, after }: PartitionChange) {
  return { partition: from, rowsFrom: before?.rows.toString() ?? '0', rowsTo: after?.rows.toString() ?? '0' };
}

function schemaLines({ added, removed, changed }: ReturnType<typeof diffSchema>): readonly string[] {
  const parts = [
    ...added.map((c) => `+${c}`),
    ...removed.map((c) => `-${c}`),
    ...changed.map((c) => `~${c}`),
  ];
  return parts.length === 0 ? [] : [`  schema      ${parts.join(', ')}`];
}

function partitionLines(what: string, changes: readonly PartitionChange[]): readonly string[] {
  if (changes.length === 0) return [];
  const named = changes.map(({ from, before, after }) => {
    const difference = (after?.rows ?? 0n) - (before?.rows ?? 0n);
    const rows =
      difference === 0n ? 'same number of rows' : `${difference > 0n ? '+' : ''}${grouped(difference)}`;
    return `${shortInstant(from)} (${rows})`;
  });
  return [`  ${what.padEnd(11)} ${changes.length}: ${few(named, 5)}`];
}
