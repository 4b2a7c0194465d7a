import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { duckdbDialect } from '../../connectors/duckdb/dialect.ts';
import type { StoredVersion } from '../../src/catalog/catalog.ts';
import { createKeep } from '../../src/keep/keep-version.ts';
import type { Format } from '../../src/output/format.ts';
import { writePieces } from '../../src/output/write-pieces.ts';
import type { ReadTarget } from '../../src/read/open-version.ts';
import { createRead, type Keeper } from '../../src/read/read.ts';
import type { Selection } from '../../src/read/selection.ts';
import type { Dataset, Source } from '../../src/scan/dataset.ts';
import type { EngineChecks } from '../../src/scan/ensure-known-answers.ts';
import type { Piece } from '../../src/source/piece.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { NOW, openSnapshots } from './snapshots.ts';
import { tempFolder } from './temp-folder.ts';

const SIGNAL = new AbortController().signal;
export const FORMATS: readonly Format[] = ['parquet', 'arrow', 'csv', 'ndjson'];

/** Snapshots of a source, a store in a folder, and what is done with both. */
export async function openArchives(source: Source, changes: Partial<Dataset> = {}, checks?: EngineChecks) {
  const snapshots = await openSnapshots(source, changes, checks);
  const folder = path.join(tempFolder(), 'store');
  const dependencies = { catalog: snapshots.catalog, clock: () => NOW };
  const [keep, read] = [createKeep(dependencies), createRead(dependencies)];
  const store = await openStore(folder, '/', {});
  const target = async (version: StoredVersion, from: Source, through: Store): Promise<ReadTarget> => {
    const archive = await snapshots.catalog.archives.find(version.id);
    const place = archive && { archive, store: through, dialect: duckdbDialect };
    return { version, source: from, table: version.facts.source.table, archive: place };
  };
  return {
    ...snapshots,
    folder,
    store,
    archive: async (version: StoredVersion, from = source, through = store) =>
      keep.archive(await target(version, from, through), {
        store: through,
        dialect: duckdbDialect,
        scratch: tempFolder(),
        signal: SIGNAL,
      }),
    verify: async (version: StoredVersion, from: Keeper, sample?: string) =>
      read.verify(await target(version, source, store), {
        from,
        sample,
        scratch: tempFolder(),
        signal: SIGNAL,
      }),
    /** The rows as files, one for each format, of one read. */
    read: async (
      version: StoredVersion,
      from: Keeper | undefined,
      selection: Selection = {},
      formats: readonly Format[] = FORMATS,
      through: Store = store,
    ): Promise<readonly Buffer[]> => {
      const scratch = tempFolder();
      const options = { selection, from, scratch, signal: SIGNAL };
      return read.read(await target(version, source, through), options, async ({ columns, pieces }) => {
        const copies = formats.map((): Piece[] => []);
        for await (const piece of pieces) {
          for (const [i, own] of copies.entries()) {
            const copy = path.join(scratch, `${i}-${path.basename(piece.path)}`);
            await copyFile(piece.path, copy);
            own.push({ ...piece, path: copy });
          }
        }
        const files: Buffer[] = [];
        for (const [i, format] of formats.entries()) {
          const out = new PassThrough();
          const written = buffer(out);
          await writePieces({ columns, pieces: each(copies[i] ?? []) }, format, out, scratch);
          out.end();
          files.push(await written);
        }
        return files;
      });
    },
  };
}

export type Archives = Awaited<ReturnType<typeof openArchives>>;

async function* each(pieces: readonly Piece[]): AsyncGenerator<Piece> {
  yield* pieces;
}
