import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { instantFromMicros } from '../base/instant.ts';
import { fileOf, ignoring, isLink } from './folder-place.ts';
import { isPath, partialOf } from './keys.ts';
import type { StoredFile } from './store.ts';

/**
 * The files below the folder whose key begins with the prefix. What goes while it is listed may be left out.
 * @throws store-invalid where a link is among them
 */
export async function* listFolder(
  root: string,
  prefix: string,
  signal: AbortSignal,
  parent = prefix.slice(0, prefix.lastIndexOf('/') + 1),
): AsyncGenerator<StoredFile> {
  const folder = await fileOf(root, parent.slice(0, -1));
  const entries = await readdir(folder, { withFileTypes: true }).catch(ignoring('ENOENT', 'ENOTDIR'));
  for (const entry of entries ?? []) {
    signal.throwIfAborted();
    const key = `${parent}${entry.name}`;
    if (!key.startsWith(prefix) || !isPath(key)) continue;
    const file = path.join(folder, entry.name);
    if (entry.isSymbolicLink()) throw isLink(root, file);
    if (entry.isDirectory()) yield* listFolder(root, prefix, signal, `${key}/`);
    if (!entry.isFile()) continue;
    const found = await lstat(file, { bigint: true }).catch(ignoring('ENOENT'));
    if (found === undefined) continue;
    yield {
      key,
      bytes: found.size,
      partial: partialOf(key) !== undefined,
      changed: instantFromMicros(found.mtimeNs / 1000n),
    };
  }
}
