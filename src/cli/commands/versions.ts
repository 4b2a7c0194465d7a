import { grouped } from '../../base/grouped.ts';
import { holdingsOf } from '../../read/holdings.ts';
import type { App, Outcome } from '../app.ts';
import { versionJson } from '../describe-version.ts';
import { keptJson, keptText } from '../kept-text.ts';
import { table } from '../style.ts';

export async function versionsCommand(
  app: App,
  name: string,
  { limit }: { readonly limit?: number },
): Promise<Outcome> {
  const catalog = await app.catalog();
  const versions = await catalog.versions.list(name, limit);
  if (versions.length === 0) app.dataset(name);
  const tags = await catalog.tags.list(name);
  const now = app.clock();
  const holdings = await holdingsOf(catalog, name, versions, now);
  const tagsOf = (id: string) => tags.filter((t) => t.version === id).map((t) => t.tag);
  return {
    json: {
      dataset: name,
      versions: versions.map((v) => ({
        ...versionJson(v),
        tags: tagsOf(v.id),
        kept: keptJson(holdings(v.id), now),
      })),
    },
    text:
      versions.length === 0
        ? `No versions of ${name} yet; make one with: tidemark snapshot ${name}`
        : table(
            ['VERSION', 'ROWS', 'CREATED', 'KEPT', 'TAGS', 'SUPERSEDES'],
            versions.map((v) => [
              v.id,
              grouped(v.facts.rows),
              v.created,
              keptText(holdings(v.id), now),
              tagsOf(v.id).join(', '),
              v.supersedes?.slice(v.supersedes.indexOf('@')) ?? '',
            ]),
            [1],
          ),
  };
}
