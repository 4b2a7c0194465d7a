import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Outside the repository, so that one clone does not build again what another has built. */
const ROOT = path.join(homedir(), '.cache', 'tidemark-tests');

/**
 * A folder that is built once a machine for each content of `from`, and not changed afterwards.
 * @param build fills a new folder. It stays where it is, as a venv must, and its name becomes a link to it when it
 * is complete: of two that build at once the first to end wins, and one that is killed leaves no such link.
 */
export async function cacheFolder(
  name: string,
  from: readonly string[],
  build: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(from)).digest('hex').slice(0, 16);
  const link = path.join(ROOT, `${name}-${hash}`);
  if (existsSync(link)) return link;
  const folder = `${link}-${randomUUID()}`;
  mkdirSync(folder, { recursive: true });
  try {
    await build(folder);
    symlinkSync(folder, link);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (!existsSync(link)) throw error;
  }
  return link;
}
