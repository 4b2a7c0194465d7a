import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TidemarkError } from '../../base/errors.ts';
import { outputError } from '../../output/write-file.ts';
import { configJsonSchema } from './json-schema.ts';

const STARTING_CONFIG = `# yaml-language-server: $schema=./tidemark.schema.json
# Tidemark's config. Relative paths start from the folder above config/.

# Versions, tags and what was digested already. For a team: { env: CATALOG_URL } with postgres://…
catalog: sqlite:.tidemark/catalog.db

# Where the tables are. Secrets never stand here: write { env: NAME } for a setting that is one.
sources:
  shop:
    type: duckdb
    path: data/shop.duckdb
  # live: { type: postgres, url: { env: SHOP_URL } }   # also mysql, sqlite

# What versions are made of.
datasets:
  orders:
    source: shop
    table: orders                  # or schema.table
    # columns: { exclude: [internal_note], casts: { active: bool } }
    # where: "country = 'DE'"      # in the source's SQL; part of the version
    ingestion:
      column: ingested_at          # when a row arrived; a changed row arrives again
      granularity: day             # hour, day, month, year
      delay: 2h                    # rows of a day may arrive until 02:00 of the next
      recheck: all                 # all: digest every partition each time
                                   # counts: those that lost or gained rows
                                   # hints: those that the warehouse does not call unchanged
                                   # 3d: those that rows can still arrive in
    # rows: { mode: latest, key: [order_id], tombstone: deleted }
    split:
      key: [customer_id]           # a customer is always in the same part
      parts: { train: 0.8, validation: 0.1, test: 0.1 }
`;

/**
 * Writes config/tidemark.yaml to start from, and its JSON schema beside it for editors.
 * @returns the paths written
 * @throws config-invalid where there is one already; output-failed, disk-full
 */
export async function writeStartingConfig(folder: string): Promise<readonly string[]> {
  const config = path.join(folder, 'config', 'tidemark.yaml');
  const schema = path.join(folder, 'config', 'tidemark.schema.json');
  try {
    await mkdir(path.dirname(config), { recursive: true });
    await writeFile(config, STARTING_CONFIG, { flag: 'wx' });
    await writeFile(schema, configJsonSchema());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw outputError(error, config);
    throw new TidemarkError('config-invalid', `${config} is there already; it was left as it is.`, {
      cause: error,
    });
  }
  return [config, schema];
}
