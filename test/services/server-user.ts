import { execFileSync } from 'node:child_process';

/** Whom a server runs as: servers refuse root. @param names the users to try, then nobody */
export function serverUser(...names: readonly string[]): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const name of [...names, 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // There is no such user here; the next one.
    }
  }
  throw new Error('Servers for the tests cannot run as root, and there is no user "nobody" to run them as.');
}
