import { grouped } from '../base/grouped.ts';
import type { StoredVersion } from '../catalog/catalog.ts';
import { trailersOf } from '../git/trailers.ts';
import { parseManifest } from '../version/manifest.ts';
import { bold, cyan, dim, plural, yellow } from './style.ts';

/** A version's stable keys, which every command that prints one shares. */
export function versionJson(version: StoredVersion) {
  const { id, sha256, dataset, watermark, created, facts, supersedes } = version;
  return {
    id,
    sha256,
    dataset,
    watermark,
    created,
    rows: facts.rows,
    parts: facts.parts,
    partitions: facts.partitions,
    lateRows: facts.lateRows,
    supersedes,
    trailers: trailersOf(version),
  };
}

/** The lines about a version that a person reads. @param note what is said beside the ID */
export function versionText(version: StoredVersion, note = ''): string {
  const { facts, watermark, supersedes } = version;
  const parts = Object.entries(facts.parts).map(([name, rows]) => `${name} ${share(rows, facts.rows)}`);
  const late = facts.lateRows.map((l) => `${grouped(l.rows)} in ${shortInstant(l.partition)}`);
  const latest = parseManifest(version.manifest).rows.mode === 'latest';
  const rows = `${plural(facts.rows, 'row')}${latest ? ', all states of each key,' : ''}`;
  const lines = [
    `${bold(cyan(version.id))}${note === '' ? '' : `  ${note}`}`,
    `  ${rows} before ${shortInstant(watermark)}, in ${plural(facts.partitions.total, 'partition')}`,
    ...(parts.length > 0 ? [`  ${parts.join('   ')}`] : []),
    ...(late.length > 0 ? [yellow(`  late rows: ${few(late)}`)] : []),
    ...(supersedes === null ? [] : [`  supersedes ${supersedes}`]),
  ];
  return lines.join('\n');
}

/** The lines for a commit message, indented. */
export function trailersText(version: StoredVersion): string {
  return trailersOf(version)
    .map((line) => `  ${dim(line)}`)
    .join('\n');
}

/** `2020-10-31` for a midnight, else `2020-10-31 05:00`. */
export function shortInstant(instant: string): string {
  const time = instant.slice(11, 16);
  return time === '00:00' ? instant.slice(0, 10) : `${instant.slice(0, 10)} ${time}`;
}

/** The first of many. */
export function few(items: readonly string[], most = 8): string {
  return items.length <= most
    ? items.join(', ')
    : `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
}

function share(rows: string, total: string): string {
  const permille = total === '0' ? 0n : (BigInt(rows) * 1000n + BigInt(total) / 2n) / BigInt(total);
  return `${grouped(rows)} ${dim(`(${permille / 10n}.${permille % 10n} %)`)}`;
}
