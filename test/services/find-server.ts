import { accessSync, constants, readdirSync } from 'node:fs';
import path from 'node:path';
import { installOnDebian } from './install-on-debian.ts';

/**
 * The path of the first of the programs that is found; installed where that can be done without asking: as root on Debian.
 * @param places folders beside PATH, each with one `*` at most
 * @throws what to install, in one line
 */
export function findServer(
  programs: readonly string[],
  debianPackage: string,
  places: readonly string[],
): string {
  const find = () => search(programs, places);
  const found = find();
  if (found !== undefined) return found;
  const installed = installOnDebian(debianPackage) ? find() : undefined;
  if (installed !== undefined) return installed;
  throw new Error(
    `The tests need ${programs[0]}: install it (on Debian: apt-get install ${debianPackage}), or put it on the PATH.`,
  );
}

/** By folder first, so that whoever puts another server at the front of the PATH gets that one. */
function search(programs: readonly string[], places: readonly string[]): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), ...places.flatMap(expanded)];
  return folders
    .flatMap((folder) => programs.map((program) => path.join(folder, program)))
    .find(isExecutable);
}

/** The folders that a place with a `*` in one of its names means, the highest version first. */
function expanded(place: string): readonly string[] {
  const names = place.split('/');
  const at = names.findIndex((name) => name.includes('*'));
  if (at < 0) return [place];
  const parent = names.slice(0, at).join('/');
  const [start = '', end = ''] = (names[at] ?? '').split('*');
  const byVersion = new Intl.Collator('en', { numeric: true }).compare;
  return entries(parent)
    .filter((name) => name.startsWith(start) && name.endsWith(end))
    .sort((a, b) => byVersion(b, a))
    .map((name) => [parent, name, ...names.slice(at + 1)].join('/'));
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
