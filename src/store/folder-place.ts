import { lstat, mkdir, open, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { TidemarkError } from '../base/errors.ts';

/*
 * Where keys lie below a folder. The folder itself may be a link; below it links are refused, since one could lead out
 * of it, or make one file of two keys.
 */

/** The folder without links; undefined where there is none yet. @throws store-invalid where it is no folder */
export async function realFolder(folder: string): Promise<string | undefined> {
  const found = await stat(folder).catch(ignoring('ENOENT'));
  if (found === undefined) return undefined;
  if (!found.isDirectory()) throw noFolder(folder);
  return realpath(folder);
}

/**
 * @param root as realFolder gives it
 * @throws store-invalid where a link is on the way, or, where the file system takes A and a for one, another's name
 */
export async function fileOf(root: string, key: string): Promise<string> {
  const file = path.join(root, ...key.split('/'));
  for (let at = file; at !== root; at = path.dirname(at)) {
    // What is not there is no link; what is above it may be one.
    const real = await realpath(at).catch(ignoring('ENOENT', 'ENOTDIR', 'ELOOP'));
    if (real === at) return file;
    if (real !== undefined || (await isDangling(at))) throw isLink(root, at);
  }
  return file;
}

export function isLink(root: string, at: string): TidemarkError {
  return new TidemarkError(
    'store-invalid',
    `The store folder ${root} has a link, or a name in other letters, at ${path.relative(root, at)}. Links in a store are not ` +
      'followed: put the file itself there, or name another folder.',
  );
}

export function noFolder(folder: string): TidemarkError {
  return new TidemarkError(
    'store-invalid',
    `The store ${folder} is no folder. Name another ("store" in the config), or move what is there away.`,
  );
}

/** Makes the folder and those above it, so that they outlast a loss of power. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let at = folder; at.length >= first.length; at = path.dirname(at)) await syncFolder(path.dirname(at));
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  // Some network file systems cannot, and have nothing that would have to be.
  await handle.sync().catch(ignoring('EINVAL', 'ENOTSUP'));
  await handle.close();
}

/** What was asked is undefined where the operating system gave one of these errors. */
export function ignoring(...codes: readonly string[]): (error: unknown) => undefined {
  return (error) => {
    if (!codes.includes(String((error as NodeJS.ErrnoException).code))) throw error;
  };
}

async function isDangling(at: string): Promise<boolean> {
  return (await lstat(at).catch(ignoring('ENOENT', 'ENOTDIR', 'ELOOP')))?.isSymbolicLink() ?? false;
}
