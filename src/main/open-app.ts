import type { Clock } from '../base/clock.ts';
import { TidemarkError } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { App } from '../cli/app.ts';
import type { Store } from '../store/store.ts';
import { type LoadedConfig, loadConfig } from './config/load-config.ts';
import { openSource } from './connectors.ts';

/** What the commands run on: the concrete classes, chosen by the config, loaded when they are needed. */
export async function openApp(config: string | undefined, clock: Clock, signal: AbortSignal): Promise<App> {
  const loaded = await loadConfig(config, process.env, process.cwd());
  let catalog: Promise<Catalog> | undefined;
  let store: Promise<Store> | undefined;
  const others: Store[] = [];
  return {
    configFile: loaded.file,
    clock,
    signal,
    datasets: () => [...loaded.datasets.values()],
    dataset(name) {
      const dataset = loaded.datasets.get(name);
      if (dataset) return dataset;
      const names = [...loaded.datasets.keys()];
      throw new TidemarkError(
        'dataset-missing',
        `There is no dataset "${name}" in ${loaded.file}.${didYouMean(name, names)} It has: ${names.join(', ') || 'none'}.`,
      );
    },
    sourceNames: () => Object.keys(loaded.settings.sources),
    async source(name) {
      const settings = loaded.settings.sources[name];
      if (settings) return openSource(name, settings, { folder: loaded.folder });
      throw new TidemarkError(
        'source-missing',
        `There is no source "${name}" in ${loaded.file}, and the version’s data are there. Add it under "sources".`,
      );
    },
    catalog: () => (catalog ??= openCatalogOf(loaded)),
    store: () => (store ??= openStoreOf(loaded)),
    async storeAt(url) {
      const opened = await openStoreOf(loaded, url);
      others.push(opened);
      return opened;
    },
    fileDialect: async () => (await import('../../connectors/duckdb/dialect.ts')).duckdbDialect,
    async close() {
      await (await store?.catch(() => undefined))?.close();
      for (const other of others) await other.close();
      await (await catalog?.catch(() => undefined))?.close();
    },
  };
}

async function openCatalogOf({ settings, folder, file }: LoadedConfig): Promise<Catalog> {
  const { openCatalog } = await import('../catalog/open-catalog.ts');
  return openCatalog(catalogUrl(settings.catalog, file), folder);
}

/** @param url another place than the config's, in S3 */
async function openStoreOf({ settings, folder }: LoadedConfig, url?: string): Promise<Store> {
  const { openStore } = await import('../store/open-store.ts');
  if (url === undefined) return openStore(settings.store, folder, process.env);
  const reached = typeof settings.store === 'string' ? {} : settings.store;
  return openStore({ ...reached, url }, folder, process.env);
}

function catalogUrl(setting: string | { readonly env: string }, file: string): string {
  if (typeof setting === 'string') {
    if (!/^\w+:\/\/[^/@]*:[^/@]*@|[?&]password=/.test(setting)) return setting;
    throw new TidemarkError(
      'config-invalid',
      `${file}: catalog: the URL holds a password. Put it into an environment variable and write { env: NAME }.`,
    );
  }
  const url = process.env[setting.env];
  if (url !== undefined && url !== '') return url;
  throw new TidemarkError(
    'config-invalid',
    `${file}: catalog: the environment variable ${setting.env} is not set.`,
  );
}
