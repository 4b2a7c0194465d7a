import { TidemarkError } from '../../base/errors.ts';
import { bindDataset } from '../../scan/bind-dataset.ts';
import type { Dataset } from '../../scan/dataset.ts';
import { partNames } from '../../split/split.ts';
import type { App, Outcome } from '../app.ts';
import { green, red, table } from '../style.ts';

export async function datasetListCommand(app: App): Promise<Outcome> {
  const datasets = app.datasets();
  return {
    json: {
      datasets: datasets.map((d) => ({
        name: d.name,
        source: d.source,
        table: d.table,
        granularity: d.ingestion.granularity,
        rowMode: d.rows.mode,
        parts: partNames(d.split),
      })),
    },
    text:
      datasets.length === 0
        ? `No datasets in ${app.configFile} yet; add one under "datasets".`
        : table(
            ['DATASET', 'SOURCE', 'TABLE', 'PARTITIONS', 'ROWS', 'PARTS'],
            datasets.map((d) => [
              d.name,
              d.source,
              d.table,
              d.ingestion.granularity,
              d.rows.mode,
              partNames(d.split).join(', '),
            ]),
          ),
  };
}

/** Binds datasets to their tables: whether a snapshot could be taken, and how each column is read. */
export async function datasetCheckCommand(app: App, name: string | undefined): Promise<Outcome> {
  const datasets = name === undefined ? app.datasets() : [app.dataset(name)];
  const checks = [];
  for (const dataset of datasets) checks.push(await checkDataset(app, dataset));
  const ok = checks.every((c) => c.ok);
  return {
    exitCode: ok ? 0 : 1,
    json: { ok, datasets: checks },
    text: checks
      .map((c) =>
        c.ok
          ? `${green('ok')}     ${c.name}: ${c.columns.map((column) => `${column.name} ${column.type}`).join(', ')}`
          : `${red('failed')} ${c.name}: ${c.error?.message} [${c.error?.code}]`,
      )
      .join('\n'),
  };
}

async function checkDataset(app: App, dataset: Dataset) {
  try {
    const source = await app.source(dataset.source);
    const driver = await source.connect();
    try {
      const call = { signal: app.signal, label: `tidemark dataset check ${dataset.name}` };
      const { columns } = await bindDataset(dataset, source.dialect, driver, call);
      const bound = columns.map((c) => ({ name: c.name, type: c.type.name, native: c.type.native }));
      return { name: dataset.name, ok: true, columns: bound, error: null };
    } finally {
      await driver.close();
    }
  } catch (error) {
    if (!(error instanceof TidemarkError)) throw error;
    return {
      name: dataset.name,
      ok: false,
      columns: [],
      error: { code: error.code, message: error.message },
    };
  }
}
