import type { Instant } from '../../base/instant.ts';
import { type Holdings, holdingsOf, livePin } from '../../read/holdings.ts';
import { resolveVersion } from '../../read/resolve.ts';
import { parseManifest } from '../../version/manifest.ts';
import type { App, Outcome } from '../app.ts';
import { costText } from '../cost-text.ts';
import { trailersText, versionJson, versionText } from '../describe-version.ts';
import { keptJson } from '../kept-text.ts';
import { pinText } from '../pin-text.ts';
import { dim } from '../style.ts';

export async function showCommand(
  app: App,
  reference: string,
  { manifest }: { readonly manifest?: boolean },
): Promise<Outcome> {
  const catalog = await app.catalog();
  const version = await resolveVersion(catalog, reference);
  const parsed = parseManifest(version.manifest);
  if (manifest) return { json: parsed, text: version.manifest };
  const { schema, split, rows, ingestion, filter } = parsed;
  const tags = (await catalog.tags.list(version.dataset))
    .filter((t) => t.version === version.id)
    .map((t) => t.tag);
  const { source, ingested, trusted, cost } = version.facts;
  const costLine = costText(cost);
  const now = app.clock();
  const holdings = (await holdingsOf(catalog, version.dataset, [version], now))(version.id);
  const { pin } = holdings;
  const splitText =
    split === null
      ? 'none'
      : split.algorithm === 'split-v1'
        ? `by hash of ${split.key.join(', ')}: ${split.parts.map((p) => `${p.name} ${p.share}`).join(', ')}`
        : `by ${split.column}: ${split.parts.map((p) => `${p.name}${p.until ? ` until ${p.until}` : ''}`).join(', ')}`;
  const facts = [
    ['source', `${source.name} (${source.engine} ${source.engineVersion}), table ${source.table}`],
    ['ingested', `${ingestion.column}, by ${ingestion.granularity}: ${ingested.first} to ${ingested.last}`],
    ['rows', rows.mode === 'append' ? 'append' : `latest by ${rows.key.join(', ')}`],
    ['split', splitText],
    ['filter', filter ?? 'none'],
    ['columns', schema.map((c) => `${c.name} ${c.type}`).join(', ')],
    ['digests', `${version.facts.partitions.digested} taken when it was made; others by ${trusted}`],
    ...(costLine ? [['cost', costLine]] : []),
    ['kept', keptLine(holdings, now)],
    ['created', version.created],
    ['tags', tags.join(', ') || 'none'],
  ];
  return {
    json: {
      ...versionJson(version),
      tags,
      source,
      ingested,
      trusted,
      cost,
      pin,
      kept: keptJson(holdings, now),
      schema,
      split,
      rowMode: rows,
      ingestion,
      filter,
    },
    text: [
      versionText(version),
      '',
      ...facts.map(([name = '', value = '']) => `  ${dim(name.padEnd(9))} ${value}`),
      '',
      trailersText(version),
    ].join('\n'),
  };
}

/** As `keptText`, with where the pin is. */
function keptLine(holdings: Holdings, now: Instant): string {
  const { archive, past, pin } = holdings;
  const live = livePin(holdings, now);
  if (archive || live)
    return [
      ...(archive ? [`in its archive, made ${archive.created}`] : []),
      ...(live ? [pinText(live)] : []),
    ].join('; ');
  const ended = pin ? `; its pin ${pin.reference} ended ${pin.expires}` : '';
  const travel = past
    ? `; where its rows change there, as it was at ${past.at} by time travel, until ${past.until}`
    : '';
  return `by its source alone${travel}${ended}`;
}
