import { TidemarkError } from '../../base/errors.ts';
import type { StoredPin, StoredVersion } from '../../catalog/catalog.ts';
import { createKeep } from '../../keep/keep-version.ts';
import { requirePins } from '../../keep/pin-version.ts';
import { resolveVersion } from '../../read/resolve.ts';
import type { App, Outcome } from '../app.ts';
import { archive, archivedJson, archivedText } from '../archive.ts';
import { pinText } from '../pin-text.ts';
import { readTarget } from '../read-target.ts';
import { table, yellow } from '../style.ts';
import { keepExpiringCommand } from './keep-expiring.ts';

/** `tidemark keep REF archive|pin|reference`, or with `--expiring` all versions that are about to be lost. */
export async function keepCommand(
  app: App,
  [first, second]: readonly string[],
  { expiring }: { readonly expiring?: string },
): Promise<Outcome> {
  if (expiring !== undefined) return keepExpiringCommand(app, expiring, first ?? '', second);
  if (first === undefined || second === undefined)
    throw new TidemarkError(
      'usage',
      'Expected a version and how to keep it, tidemark keep REF archive, or tidemark keep --expiring 2d archive.',
    );
  return keepOne(app, first, second);
}

async function keepOne(app: App, reference: string, mode: string): Promise<Outcome> {
  const version = await resolveVersion(await app.catalog(), reference);
  switch (mode) {
    case 'archive':
      return keepArchive(app, version);
    case 'pin':
      return keepPin(app, version);
    case 'reference':
      return keepReference(app, version);
    default: {
      const ways = 'archive, pin or reference';
      throw new TidemarkError('usage', `"${mode}" is not a way to keep a version: expected ${ways}.`);
    }
  }
}

async function keepArchive(app: App, version: StoredVersion): Promise<Outcome> {
  const result = await archive(app, version);
  return {
    json: { ...archivedJson(result), keep: 'archive' },
    text: `${version.id} is kept ${archivedText(result)}`,
  };
}

async function keepPin(app: App, version: StoredVersion): Promise<Outcome> {
  const keep = createKeep({ catalog: await app.catalog(), clock: app.clock });
  const pin = await keep.pin(await readTarget(app, version), app.signal);
  return { json: { ...pin, keep: 'pin' }, text: `${version.id} is kept ${pinText(pin)}` };
}

/** The objects stay in the store, where other versions may share them. */
async function keepReference(app: App, { id }: StoredVersion): Promise<Outcome> {
  const { pins, archives } = await app.catalog();
  const [pin, archived] = [await pins.find(id), await archives.find(id)];
  if (pin) await dropPin(app, pin);
  if (archived) await archives.forget(id);
  const done = [
    ...(pin ? [`${pin.reference} is dropped`] : []),
    ...(archived ? ['it is archived no longer; its objects stay until tidemark store prune'] : []),
  ];
  const text = done.length > 0 ? `, and ${done.join('; ')}` : '; it was not kept otherwise';
  return { json: { version: id, keep: 'reference' }, text: `${id} is kept by its source alone${text}` };
}

async function dropPin(app: App, { version, source, reference }: StoredPin): Promise<void> {
  const call = { signal: app.signal, label: `tidemark unpin ${version}` };
  const opened = await app.source(source);
  const driver = await opened.connect();
  try {
    await requirePins(opened, driver).drop(reference, call);
  } finally {
    await driver.close();
  }
  await (await app.catalog()).pins.forget(version);
}

/** `tidemark pins`: what is recorded, held against what the warehouses have. */
export async function pinsCommand(app: App): Promise<Outcome> {
  const recorded = await (await app.catalog()).pins.list();
  const there = await pinsInWarehouses(app, [...new Set(recorded.map((p) => p.source))]);
  const known = new Set(recorded.map((p) => `${p.source} ${p.reference}`));
  const listed = [
    ...recorded.map((pin) => {
      const found = there.get(`${pin.source} ${pin.reference}`);
      return { ...pin, ...found, state: found ? 'kept' : 'gone' };
    }),
    ...[...there]
      .filter(([place]) => !known.has(place))
      .map(([, pin]) => ({ version: null, dataset: null, created: null, ...pin, state: 'unrecorded' })),
  ];
  return {
    json: { pins: listed },
    text:
      listed.length === 0
        ? 'no version is pinned'
        : table(
            ['VERSION', 'SOURCE', 'TABLE', 'UNTIL', 'STATE'],
            listed.map((p) => [
              p.version ?? '',
              p.source,
              p.reference,
              p.expires ?? 'dropped by hand',
              p.state === 'kept' ? p.state : yellow(p.state),
            ]),
          ),
  };
}

/** By source and reference; of every source that can pin, those with recorded pins included. */
async function pinsInWarehouses(app: App, recorded: readonly string[]) {
  const found = new Map<string, { source: string; reference: string; expires: StoredPin['expires'] }>();
  const declared = app.datasets().filter((d) => d.keep === 'pin');
  for (const name of new Set([...recorded, ...declared.map((d) => d.source)])) {
    const driver = await (await app.source(name)).connect();
    try {
      const call = { signal: app.signal, label: 'tidemark pins' };
      for (const pin of (await driver.pins?.list(call)) ?? []) {
        found.set(`${name} ${pin.reference}`, { source: name, ...pin });
      }
    } finally {
      await driver.close();
    }
  }
  return found;
}
