import { parseDuration } from '../../base/duration.ts';
import { TidemarkError } from '../../base/errors.ts';
import type { Instant } from '../../base/instant.ts';
import { createKeep } from '../../keep/keep-version.ts';
import { expiring, type Rescue, rescue } from '../../keep/rescue.ts';
import { holdingsOf } from '../../read/holdings.ts';
import type { ReadTarget } from '../../read/open-version.ts';
import type { App, Outcome } from '../app.ts';
import { archive } from '../archive.ts';
import { keptJson, keptText } from '../kept-text.ts';
import { readTarget } from '../read-target.ts';
import { green, plural, red, table } from '../style.ts';

const WAYS = ['archive', 'pin'] as const;
type Way = (typeof WAYS)[number];

/** `tidemark keep --expiring 2d archive|pin [NAME]`. */
export async function keepExpiringCommand(
  app: App,
  within: string,
  mode: string,
  name: string | undefined,
): Promise<Outcome> {
  const way = WAYS.find((w) => w === mode);
  if (!way) {
    const given = mode === '' ? 'Nothing says how to keep them' : `"${mode}" is not a way to keep them`;
    throw new TidemarkError(
      'usage',
      `${given}: expected tidemark keep --expiring ${within} archive [NAME], or pin for archive, with the NAME of a dataset.`,
    );
  }
  const seconds = parseDuration(within);
  const catalog = await app.catalog();
  if (name !== undefined && (await catalog.versions.list(name, 1)).length === 0) app.dataset(name);
  const dependencies = { catalog, clock: app.clock };
  const ending = await expiring(catalog, app.clock(), seconds, name);
  const done = await rescue(dependencies, ending, {
    targetOf: (version) => readTarget(app, version),
    keep: (target) => keepBy(app, way, target),
    signal: app.signal,
  });
  return told(app, within, way, done);
}

async function keepBy(app: App, way: Way, target: ReadTarget): Promise<void> {
  if (way === 'archive') {
    await archive(app, target.version, { from: target });
    return;
  }
  const catalog = await app.catalog();
  const before = await catalog.pins.find(target.version.id);
  const pin = await createKeep({ catalog, clock: app.clock }).pin(target, app.signal);
  if (before?.expires && pin.expires && pin.expires <= before.expires)
    throw new TidemarkError(
      'not-kept',
      `Pin ${pin.reference} was renewed, but ends ${pin.expires}, which is no later than before: raise pins.expiration of source "${pin.source}".`,
    );
}

async function told(app: App, within: string, way: Way, done: readonly Rescue[]): Promise<Outcome> {
  const now = app.clock();
  const kept = await keptNow(app, done, now);
  const failed = done.filter((r) => r.state === 'failed');
  const lines = [
    ...(done.length === 0
      ? [`Nothing that holds a version ends within ${within}.`]
      : [
          table(
            ['VERSION', 'ENDS', 'WHAT ENDS', 'STATE', 'KEPT'],
            done.map((r, i) => [
              r.version.id,
              r.until,
              r.held,
              STATES[r.state],
              keptText(kept[i] ?? NONE, now),
            ]),
          ),
        ]),
    ...(failed.length > 0 ? ['', red(`${plural(failed.length, 'version')} could not be rescued:`)] : []),
    ...failed.map((r) => `  ${r.version.id}: ${r.error?.message} [${r.error?.code}]`),
  ];
  return {
    exitCode: failed.length > 0 ? 1 : 0,
    json: {
      within,
      keep: way,
      versions: done.map(({ version, held, until, state, error }, i) => ({
        id: version.id,
        dataset: version.dataset,
        ends: until,
        held,
        state,
        kept: keptJson(kept[i] ?? NONE, now),
        error: error && { code: error.code, message: error.message },
      })),
    },
    text: lines.join('\n'),
  };
}

const NONE = { archive: null, pin: null, past: null };
const STATES: Record<Rescue['state'], string> = {
  rescued: green('rescued'),
  unchanged: 'unchanged in its source',
  failed: red('failed'),
};

async function keptNow(app: App, done: readonly Rescue[], now: Instant) {
  const catalog = await app.catalog();
  return Promise.all(
    done.map(async ({ version }) => (await holdingsOf(catalog, version.dataset, [version], now))(version.id)),
  );
}
