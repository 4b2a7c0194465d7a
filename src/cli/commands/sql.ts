import { createRead } from '../../read/read.ts';
import { resolveVersion } from '../../read/resolve.ts';
import type { App, Outcome } from '../app.ts';
import { readTarget } from '../read-target.ts';
import { type SelectionOptions, toSelection } from '../selection-options.ts';

export async function sqlCommand(app: App, reference: string, options: SelectionOptions): Promise<Outcome> {
  const selection = toSelection(options);
  const catalog = await app.catalog();
  const version = await resolveVersion(catalog, reference);
  const target = await readTarget(app, version);
  const text = await createRead({ catalog, clock: app.clock }).sql(target, selection, app.signal);
  return { json: { id: version.id, engine: target.source.dialect.engine, sql: text }, text };
}
