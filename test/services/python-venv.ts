import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './cache-folder.ts';
import { findServer } from './find-server.ts';
import { installOnDebian } from './install-on-debian.ts';

const run = promisify(execFile);

/**
 * A Python with the packages of a requirements file, built once a machine.
 * @param requirements the file's path; it pins also what the packages need
 * @param flags of `pip install`, such as --no-deps where the file leaves out what is needed by nothing that runs
 * @returns the folder of `python` and of the packages' programs
 */
export async function pythonVenv(
  name: string,
  requirements: string,
  flags: readonly string[] = [],
): Promise<string> {
  const folder = await cacheFolder(name, [readFileSync(requirements, 'utf8')], async (venv) => {
    await run(pythonWithVenv(), ['-m', 'venv', venv]);
    const options = ['--quiet', '--disable-pip-version-check', '--no-input', ...flags];
    await run(path.join(venv, 'bin/python'), ['-m', 'pip', 'install', ...options, '-r', requirements]);
  });
  return path.join(folder, 'bin');
}

/** Debian has the modules that make a venv in a package of their own. */
function pythonWithVenv(): string {
  const python = findServer(['python3'], 'python3-venv', []);
  const tryIt = () =>
    execFileSync(python, ['-c', 'import ensurepip, sys; assert sys.version_info >= (3, 11)'], {
      stdio: 'pipe',
    });
  try {
    tryIt();
  } catch {
    try {
      installOnDebian('python3-venv');
      tryIt();
    } catch (cause) {
      throw new Error(`The tests need Python 3.11 or newer with ensurepip; ${python} is not.`, { cause });
    }
  }
  return python;
}
