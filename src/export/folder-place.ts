import { mkdir, readdir, realpath, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { TidemarkError } from '../base/errors.ts';
import { folderStore } from '../store/folder-store.ts';
import type { ExportPlace } from './export-place.ts';

/**
 * A folder that is there whole or not at all: its files are gathered in `scratch`, which must be on the same disk and is removed by
 * whoever made it, and moved into their place together.
 */
export async function folderPlace(folder: string, scratch: string): Promise<ExportPlace> {
  const asked = path.resolve(folder);
  const target = await realpath(asked).catch(() => asked);
  const staged = path.join(scratch, 'export');
  await mkdir(path.join(staged, 'data'), { recursive: true });
  return {
    name: folder,
    present: folderStore(target),
    async paths() {
      const found = await stat(target).catch(absent);
      if (found === undefined) return undefined;
      if (!found.isDirectory()) throw inTheWay(folder);
      const entries = await readdir(target, { recursive: true, withFileTypes: true });
      const files = entries.filter((e) => !e.isDirectory() || e.name !== 'data' || e.parentPath !== target);
      if (entries.length === 0) return undefined;
      return files.map((e) => path.relative(target, path.join(e.parentPath, e.name)));
    },
    goesOn: () => false,
    add: (name, file) => rename(file, path.join(staged, name)),
    async finish() {
      try {
        await rename(staged, target);
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException;
        if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(code)) throw inTheWay(folder, error);
        throw error;
      }
    },
    abandon: async () => true,
  };
}

function inTheWay(folder: string, cause?: unknown): TidemarkError {
  return new TidemarkError(
    'export-conflict',
    `${folder} cannot become the export’s folder: something else is there. Name another, or move it away.`,
    { cause },
  );
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
