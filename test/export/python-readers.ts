import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pythonVenv } from '../services/python-venv.ts';

const FOLDER = fileURLToPath(new URL('./python/', import.meta.url));
const run = promisify(execFile);

/** The Python libraries that exports are for. */
export type Library = 'datasets' | 'mlcroissant' | 'pyarrow' | 'pandas' | 'polars';

/** Rows as texts by column; null for NULL. */
export type TextRows = readonly Readonly<Record<string, string | null>>[];

/** What else reads a file: Arrow's, and NDJSON as the reference, or as the reference for what mlcroissant can tell. */
type FileReader = 'arrow_pyarrow' | 'arrow_polars' | 'ndjson' | 'as-mlcroissant';

/**
 * The libraries, installed once a machine; nothing they do may reach the network.
 * @returns reads the rows of a split (of a file, where the reader is of files), and says what was told on standard error
 */
export async function pythonReaders() {
  // Without dependencies: the file pins them, and leaves out SciPy and the like, which only other formats need.
  const bin = await pythonVenv('readers', path.join(FOLDER, 'requirements.txt'), ['--no-deps']);
  return async (
    library: Library | FileReader,
    place: string,
    split: string,
    types: Readonly<Record<string, string>>,
  ): Promise<{ readonly rows: TextRows; readonly told: string }> => {
    const home = mkdtempSync(path.join(tmpdir(), 'tidemark-python-'));
    try {
      const args = [path.join(FOLDER, 'rows.py'), library, place, split, JSON.stringify(types)];
      const { stdout, stderr } = await run(path.join(bin, 'python'), args, {
        maxBuffer: 1 << 28,
        env: {
          ...process.env,
          HOME: home,
          HF_HOME: home,
          CACHE: path.join(home, 'cache'),
          HF_HUB_OFFLINE: '1',
          HF_DATASETS_OFFLINE: '1',
          HF_DATASETS_DISABLE_PROGRESS_BARS: '1',
          // Whoever tries the network all the same finds nobody.
          https_proxy: 'http://127.0.0.1:9',
          http_proxy: 'http://127.0.0.1:9',
          PYTHONDONTWRITEBYTECODE: '1',
        },
      });
      const lines = stdout.split('\n').filter((line) => line !== '');
      return { rows: lines.map((line) => JSON.parse(line)), told: stderr };
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  };
}
