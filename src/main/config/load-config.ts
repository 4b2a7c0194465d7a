import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { TidemarkError } from '../../base/errors.ts';
import type { Dataset } from '../../scan/dataset.ts';
import { type ConfigText, explainIssue, position } from './explain.ts';
import { type Config, configSchema } from './schema.ts';
import { toDataset } from './to-dataset.ts';

/** Where a config is looked for, in the working folder and the folders above it. */
const PLACES = [path.join('config', 'tidemark.yaml'), 'tidemark.yaml'];

export interface LoadedConfig {
  readonly file: string;
  /** Folder that relative paths start from. */
  readonly folder: string;
  readonly settings: Config;
  readonly datasets: ReadonlyMap<string, Dataset>;
}

/**
 * Reads and checks a config.
 * @param given the path that was asked for; else `TIDEMARK_CONFIG`, else the nearest config/tidemark.yaml
 * @throws config-missing; config-invalid, with file, line and path
 */
export async function loadConfig(
  given: string | undefined,
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<LoadedConfig> {
  const named = given ?? env['TIDEMARK_CONFIG'];
  const file = named === undefined ? await nearestConfig(cwd) : path.resolve(cwd, named);
  const source = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TidemarkError('config-missing', `There is no config ${file}. Write one with: tidemark init`, {
      cause,
    });
  });
  const text = parseYaml(file, source);
  const result = configSchema.safeParse(text.document.toJS() ?? {});
  const issues = result.error?.issues ?? [];
  // A misspelt setting explains another that is missing, not the other way round.
  const issue = issues.find((i) => i.code === 'unrecognized_keys') ?? issues[0];
  if (!result.success) throw invalid(issue ? explainIssue(issue, text) : `${file}: not a config.`);
  const settings = result.data;
  return { file, folder: baseFolder(file), settings, datasets: datasetsOf(settings, text) };
}

/** Relative paths start beside `config/` where the file lies in it, else from the file's folder. */
function baseFolder(file: string): string {
  const folder = path.dirname(file);
  return path.basename(folder) === 'config' ? path.dirname(folder) : folder;
}

function datasetsOf(settings: Config, text: ConfigText): ReadonlyMap<string, Dataset> {
  const datasets = Object.entries(settings.datasets).map(([name, config]): [string, Dataset] => {
    if (!Object.hasOwn(settings.sources, config.source)) {
      const known = Object.keys(settings.sources).join(', ') || 'none';
      const at = ['datasets', name, 'source'];
      throw invalid(
        `${position(text, at)}: ${at.join('.')}: there is no source "${config.source}"; sources: ${known}.`,
      );
    }
    try {
      return [name, toDataset(name, config)];
    } catch (error) {
      const at = ['datasets', name, 'split'];
      throw invalid(
        `${position(text, at)}: ${at.join('.')}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  });
  return new Map(datasets);
}

function parseYaml(file: string, source: string): ConfigText {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const text = { file, document, lines };
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw invalid(`${path.relative(process.cwd(), file)}:${line}:${col}: ${error.message}`);
  }
  keepDecimals(document);
  return text;
}

/** Decimals stay as they are written: a share must not pass through a binary float. */
function keepDecimals(document: ConfigText['document']): void {
  visit(document, {
    Scalar(_, node) {
      if (isScalar(node) && typeof node.value === 'number' && !Number.isInteger(node.value)) {
        node.value = node.source ?? String(node.value);
      }
    },
  });
}

async function nearestConfig(cwd: string): Promise<string> {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    for (const place of PLACES) {
      const file = path.join(folder, place);
      if (await exists(file)) return file;
    }
    if (path.dirname(folder) === folder) break;
  }
  throw new TidemarkError(
    'config-missing',
    `There is no config/tidemark.yaml in ${cwd} or above it. Write one with: tidemark init`,
  );
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function invalid(message: string): TidemarkError {
  return new TidemarkError('config-invalid', message);
}
