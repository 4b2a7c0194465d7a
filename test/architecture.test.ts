import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { expect, test } from 'vitest';
import { ERROR_KINDS } from '../src/base/error-codes.ts';
import { configJsonSchema } from '../src/main/config/json-schema.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs');

async function violations(...folders: readonly string[]): Promise<ICruiseResult['summary']> {
  const { options, forbidden } = rules;
  const result = await cruise(
    [...folders],
    { ...options, ruleSet: { forbidden }, validate: true, baseDir: root },
    undefined,
    { tsConfig: extractTSConfig(path.join(root, 'tsconfig.json')) },
  );
  return (result.output as ICruiseResult).summary;
}

test('imports go one way', async () => {
  const summary = await violations('src', 'connectors');
  expect(summary.totalCruised).toBeGreaterThan(100);
  expect(summary.violations.map((v) => `${v.rule.name}: ${v.from} → ${v.to}`)).toEqual([]);
});

test.each([
  ['src/base', "import '../catalog/catalog.ts';", 'base-imports-one-way'],
  ['src/digest', "import '../../connectors/duckdb/index.ts';", 'digest-imports-one-way'],
  ['src/version', "import 'node:fs';", 'pure-layers-no-node-modules'],
  ['src/split', "import 'knex';", 'pure-layers-few-packages'],
  ['src/scan', "import '../source/raw-sql.ts';", 'raw-sql-in-dialects-only'],
  ['src/read', "import '../snapshot/snapshot.ts';", 'read-imports-one-way'],
  ['connectors/duckdb', "import '../../src/catalog/catalog.ts';", 'connectors-know-source-and-base'],
])('a planted import in %s is found: %s', async (folder, code, rule) => {
  const planted = mkdtempSync(path.join(root, folder, 'planted-'));
  try {
    const depth = code.replace(/'(\.\.\/)/, "'../$1");
    writeFileSync(path.join(planted, 'planted.ts'), depth);
    const summary = await violations(path.relative(root, planted));
    expect(summary.violations.map((v) => v.rule.name)).toContain(rule);
  } finally {
    rmSync(planted, { recursive: true });
  }
});

test('every error code is in docs/errors.md, and no other', () => {
  const documented = [
    ...readFileSync(path.join(root, 'docs/errors.md'), 'utf8').matchAll(/^\| `([a-z-]+)` \| (\w+) \|/gm),
  ];
  expect(Object.fromEntries(documented.map(([, code, kind]) => [code, kind]))).toEqual(ERROR_KINDS);
});

test('config/tidemark.schema.json is the schema that checks the config', () => {
  const written = readFileSync(path.join(root, 'config/tidemark.schema.json'), 'utf8');
  expect(JSON.parse(written), 'run: npm run build && npm run schema').toEqual(JSON.parse(configJsonSchema()));
});

test('no file is long, and none is a drawer for odds and ends', () => {
  const files = ['src', 'connectors', 'jobs', 'demo', 'bench', 'test'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      path.join(folder, file),
    ),
  );
  const sources = files.filter((file) => file.endsWith('.ts') && statSync(path.join(root, file)).isFile());
  expect(sources.length).toBeGreaterThan(100);
  const lines = (file: string) => readFileSync(path.join(root, file), 'utf8').split('\n').length;
  expect(sources.filter((file) => lines(file) > 300)).toEqual([]);
  expect(sources.filter((file) => /(utils?|helpers?|common|misc)\.ts$/.test(file))).toEqual([]);
});

test('the README’s commands are the package’s', () => {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  expect(readme).toContain('npm ci && npm run demo');
  expect(readme).toContain('npm ci && npm test');
});
