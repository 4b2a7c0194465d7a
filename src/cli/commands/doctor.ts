import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TidemarkError } from '../../base/errors.ts';
import type { Instant } from '../../base/instant.ts';
import { sha256 } from '../../base/sha256.ts';
import { bindDataset } from '../../scan/bind-dataset.ts';
import { countRows } from '../../scan/count-scan.ts';
import { askKnownAnswers } from '../../scan/known-answers.ts';
import type { App, Outcome } from '../app.ts';
import { green, red } from '../style.ts';
import { withScratch } from '../with-scratch.ts';

/** A watermark before all data: a scan that asks for the right to read, and reads next to nothing. */
const FIRST = '0001-01-01T00:00:00Z' as Instant;

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
}

/** Looks at everything that a snapshot needs: the catalog, each source, its answers, and each table. */
export async function doctorCommand(app: App): Promise<Outcome> {
  const checks: Check[] = [];
  const check = async (name: string, work: () => Promise<string>) => {
    try {
      checks.push({ name, ok: true, message: await work() });
    } catch (error) {
      if (!(error instanceof TidemarkError)) throw error;
      checks.push({ name, ok: false, message: `${error.message} [${error.code}]` });
    }
  };
  await check('config', async () => app.configFile);
  await check('catalog', async () => {
    const lock = { owner: 'doctor', host: 'doctor', pid: process.pid, since: app.clock() };
    const { locks } = await app.catalog();
    await locks.take('doctor', lock);
    await locks.release('doctor', lock.owner);
    return 'can be read and written';
  });
  if (await needsStore(app)) await check('store', () => checkStoreRights(app));
  for (const name of app.sourceNames()) await check(`source ${name}`, () => checkSource(app, name));
  for (const dataset of app.datasets()) {
    await check(`dataset ${dataset.name}`, async () => {
      const source = await app.source(dataset.source);
      const driver = await source.connect();
      try {
        const call = { signal: app.signal, label: 'tidemark doctor' };
        const scope = await bindDataset(dataset, source.dialect, driver, call);
        await countRows(scope, driver, call, FIRST, null);
        return `table ${dataset.table} can be read, ${scope.columns.length} columns`;
      } finally {
        await driver.close();
      }
    });
  }
  const ok = checks.every((c) => c.ok);
  return {
    exitCode: ok ? 0 : 1,
    json: { ok, checks },
    text: checks.map((c) => `${c.ok ? green('ok    ') : red('failed')} ${c.name}: ${c.message}`).join('\n'),
  };
}

async function needsStore(app: App): Promise<boolean> {
  if (app.datasets().some((d) => d.keep === 'archive')) return true;
  const archives = await app.catalog().then(
    ({ archives: held }) => held.list(),
    () => [],
  );
  return archives.length > 0;
}

/** Saves a small file, reads it, and takes it away. */
async function checkStoreRights(app: App): Promise<string> {
  const store = await app.store();
  const text = `tidemark doctor ${app.clock()} ${process.pid}`;
  const key = `doctor/${sha256(text)}`;
  await withScratch(undefined, async (scratch) => {
    const file = path.join(scratch, 'probe');
    await writeFile(file, text);
    await store.save(key, file, { sha256: sha256(text), bytes: BigInt(text.length) }, app.signal);
  });
  for await (const _ of await store.read(key, undefined, app.signal));
  await store.remove(key, app.signal);
  return `${store.place} can be read and written`;
}

async function checkSource(app: App, name: string): Promise<string> {
  const source = await app.source(name);
  const driver = await source.connect();
  try {
    const call = { signal: app.signal, label: 'tidemark doctor' };
    const version = await driver.version(call);
    await askKnownAnswers(source.dialect, driver, call);
    return `${source.dialect.engine} ${version} gives the known answers`;
  } finally {
    await driver.close();
  }
}
