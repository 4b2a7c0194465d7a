import { access, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { must } from './must.ts';

/** What config/tidemark.yaml names, from the folder above config/. All that the demo makes is in here. */
export const FOLDER = '.tidemark/demo';

export const WAREHOUSE = `${FOLDER}/warehouse.duckdb`;

/** Begins with an empty folder, and leaves everything beside it alone. */
export async function startAnew(): Promise<void> {
  const config = path.join('config', 'tidemark.yaml');
  const found = await access(config).then(
    () => true,
    () => false,
  );
  must(
    found,
    `there is no ${config} in ${process.cwd()}: run the demo from the repository, with npm run demo`,
  );
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
}
