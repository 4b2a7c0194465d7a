import { resolveVersion } from '../../read/resolve.ts';
import { checkTag } from '../../version/tag-name.ts';
import type { App, Outcome } from '../app.ts';

export async function tagCommand(app: App, reference: string, tag: string): Promise<Outcome> {
  checkTag(tag);
  const catalog = await app.catalog();
  const { id, dataset } = await resolveVersion(catalog, reference);
  const previous = (await catalog.tags.list(dataset)).find((t) => t.tag === tag)?.version ?? null;
  if (previous !== id) await catalog.tags.move({ dataset, tag, version: id }, previous);
  const moved = previous === null || previous === id ? '' : `, before: ${previous}`;
  return { json: { dataset, tag, id, previous }, text: `${dataset}@${tag} is ${id}${moved}` };
}
