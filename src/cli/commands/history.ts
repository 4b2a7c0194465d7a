import type { Instant } from '../../base/instant.ts';
import type { StoredVersion } from '../../catalog/catalog.ts';
import { lateRows, type PartitionChange } from '../../partition/late-rows.ts';
import { type Holdings, holdingsOf, livePin } from '../../read/holdings.ts';
import { lookToday, type Today } from '../../read/today.ts';
import type { App, Outcome } from '../app.ts';
import { few, shortInstant } from '../describe-version.ts';
import { keptJson, keptText } from '../kept-text.ts';
import { sourceTarget } from '../read-target.ts';
import { bold, cyan, green, plural, red, yellow } from '../style.ts';

/** From where a version can be read, by what is recorded and what its source holds today. */
type Readable = 'archive' | 'pin' | 'source' | 'past';

/** `tidemark history NAME`: what the source would give today for the watermark of each version. */
export async function historyCommand(
  app: App,
  name: string,
  { limit }: { readonly limit?: number },
): Promise<Outcome> {
  const catalog = await app.catalog();
  const all = await catalog.versions.list(name);
  if (all.length === 0) app.dataset(name);
  const versions = all.slice(0, limit);
  const now = app.clock();
  const targets = await Promise.all(versions.map((version) => sourceTarget(app, version)));
  const today = await lookToday({ catalog, clock: app.clock }, targets, app.signal);
  const holdings = await holdingsOf(catalog, name, versions, now);
  const told = today.map((t) => {
    const held = holdings(t.version.id);
    const by = all.findLast((v) => v.supersedes === t.version.id);
    return { ...t, held, by, readable: readableFrom(t, held, now) };
  });
  return {
    json: { dataset: name, at: now, versions: told.map((t) => toldJson(t, now)) },
    text:
      told.length === 0
        ? `No versions of ${name} yet; make one with: tidemark snapshot ${name}`
        : told.map((t) => toldText(t, now)).join('\n'),
  };
}

interface Told extends Today {
  readonly held: Holdings;
  /** The first version that superseded it. */
  readonly by: StoredVersion | undefined;
  readonly readable: Readable | null;
}

function readableFrom({ id, version }: Today, held: Holdings, now: Instant): Readable | null {
  if (held.archive) return 'archive';
  if (livePin(held, now)) return 'pin';
  if (id === version.id) return 'source';
  return held.past ? 'past' : null;
}

function toldJson({ version, id, changes, refused, held, by, readable }: Told, now: Instant) {
  return {
    id: version.id,
    watermark: version.watermark,
    created: version.created,
    today: id,
    same: id === version.id,
    changes: changes.map(({ from, before, after }) => ({
      partition: from,
      rowsThen: (before?.rows ?? 0n).toString(),
      rowsToday: (after?.rows ?? 0n).toString(),
    })),
    lateRows: lateRows(changes, version.watermark).map(({ partition, rows }) => ({
      partition,
      rows: rows.toString(),
    })),
    refused: refused && { code: refused.code, message: refused.message },
    supersededBy: by?.id ?? null,
    kept: keptJson(held, now),
    readable,
  };
}

function toldText({ version, id, changes, refused, held, by, readable }: Told, now: Instant): string {
  const state =
    id === version.id ? green('same today') : refused ? red('not today') : yellow(`other today: ${id}`);
  const named = changes.map((c) => `${shortInstant(c.from)} (${changeText(c)})`);
  return [
    `${bold(cyan(version.id))}  ${state}`,
    ...(refused ? [`  ${refused.message}`] : []),
    ...(changes.length > 0 ? [`  ${plural(changes.length, 'partition')} changed: ${few(named, 5)}`] : []),
    ...(by ? [`  superseded by ${by.id}, ${by.created}`] : []),
    `  kept: ${keptText(held, now)}`,
    `  readable: ${readableText(readable, held, by)}`,
  ].join('\n');
}

function readableText(
  readable: Readable | null,
  { past, pin }: Holdings,
  by: StoredVersion | undefined,
): string {
  switch (readable) {
    case 'archive':
    case 'pin':
    case 'source':
      return `yes, from its ${readable}`;
    case 'past':
      return `yes, from its source’s past, until ${past?.until}`;
    case null: {
      const since = by ? ` since ${by.created} at the latest` : '';
      const ended = pin ? `; its pin ended ${pin.expires}` : '';
      return red(`no: its source no longer gives it${since}, and nothing else holds it${ended}`);
    }
  }
}

/** `+2 rows late`, `all 100 rows gone`, `3 rows gone`, `same number of rows`. */
function changeText({ before, after }: PartitionChange): string {
  const difference = (after?.rows ?? 0n) - (before?.rows ?? 0n);
  if (after === null) return `all ${plural(-difference, 'row')} gone`;
  if (difference > 0n) return `+${plural(difference, 'row')} late`;
  return difference < 0n ? `${plural(-difference, 'row')} gone` : 'same number of rows';
}
