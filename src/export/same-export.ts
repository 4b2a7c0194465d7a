import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { sumOf } from '../store/file-sum.ts';
import type { Store } from '../store/store.ts';
import { jcs } from '../version/jcs.ts';
import { CROISSANT, MANIFEST, README } from './export-layout.ts';
import { type ExportPlan, exportKey } from './export-plan.ts';

/**
 * Whether a place holds this export, whole, and nothing else: the version's manifest, a card of this version and these options,
 * and exactly the files that croissant.json names, each with its SHA-256. Reads them all.
 * @param paths of all that is there
 */
export async function isSameExport(
  plan: ExportPlan,
  present: Store,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  if (![README, CROISSANT, MANIFEST].every((p) => paths.includes(p))) return false;
  const content = async (path: string) => text(await present.read(path, undefined, signal));
  if ((await content(MANIFEST)) !== plan.version.manifest) return false;
  if (keyIn(await content(README)) !== jcs(exportKey(plan))) return false;
  const files = filesIn(await content(CROISSANT));
  if (files.size !== paths.length - 1) return false;
  for (const [path, sha256] of files) {
    if (!paths.includes(path)) return false;
    if ((await sumOf(await present.read(path, undefined, signal), signal)).sha256 !== sha256) return false;
  }
  return true;
}

/** What the card's head says of the export, as canonical JSON; undefined where it says nothing that could be understood. */
function keyIn(card: string): string | undefined {
  try {
    return jcs(parse(/^---\n(.*?\n)---\n/s.exec(card)?.[1] ?? '')?.tidemark ?? null);
  } catch {
    return undefined;
  }
}

/** SHA-256 by path. */
function filesIn(croissant: string): ReadonlyMap<string, string> {
  try {
    const { distribution } = JSON.parse(croissant) as { distribution: Record<string, string>[] };
    return new Map(distribution.flatMap((d) => (d['sha256'] ? [[d['contentUrl'] ?? '', d['sha256']]] : [])));
  } catch {
    return new Map();
  }
}
