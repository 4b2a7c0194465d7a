import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { pythonVenv } from '../services/python-venv.ts';

const FOLDER = fileURLToPath(new URL('./python/', import.meta.url));
/** The Python libraries that exports are for. */
export type Library = 'datasets' | 'mlcroissant' | 'pyarrow' | 'pandas' | 'polars';

/**
 * What else is read: Arrow's files, the names of the splits that `datasets` finds, and NDJSON, as the reference or as the reference
 * for what mlcroissant can tell.
 */
type OtherReader = 'arrow-pyarrow' | 'arrow-polars' | 'datasets-splits' | 'ndjson' | 'as-mlcroissant';

export interface PythonRead {
  readonly reader: Library | OtherReader;
  /** An export's folder, or a file. */
  readonly place: string;
  /** Nothing where the place is a file. */
  readonly split: string;
}

/** Rows as texts by column; null for NULL. */
export type TextRows = readonly Readonly<Record<string, string | null>>[];

/**
 * The libraries, installed once a machine; nothing they do may reach the network.
 * @returns reads everything with one Python, since the libraries take seconds to start: the rows of each read, in the same order
 */
export async function pythonReaders() {
  // Without dependencies: the file pins them, and leaves out SciPy and the like, which only other formats need.
  const bin = await pythonVenv('readers', path.join(FOLDER, 'requirements.txt'), ['--no-deps']);
  return async (
    reads: readonly PythonRead[],
    types: Readonly<Record<string, string>>,
  ): Promise<readonly TextRows[]> => {
    const home = mkdtempSync(path.join(tmpdir(), 'tidemark-python-'));
    try {
      const child = spawn(path.join(bin, 'python'), [path.join(FOLDER, 'rows.py')], {
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
          PYTHONUTF8: '1',
          PYTHONDONTWRITEBYTECODE: '1',
        },
      });
      // Where Python ends before it has read all, its own error says more.
      child.stdin.on('error', () => {});
      child.stdin.end(JSON.stringify({ types, reads }));
      const closed = new Promise<number | null>((resolve, reject) =>
        child.on('error', reject).on('close', resolve),
      );
      const [printed, told, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
      if (code !== 0) throw new Error(`Python ended with ${code}: ${told}`);
      return JSON.parse(printed);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  };
}
