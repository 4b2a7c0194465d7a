import { execFileSync } from 'node:child_process';
import { chownSync } from 'node:fs';

/** Empty: whoever runs the tests. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** Whom a server runs as: servers refuse root. @param names the users to try, then nobody */
export function serverUser(...names: readonly string[]): ServerUser {
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

/** Makes the user the owner of the files. */
export function handOver({ uid, gid }: ServerUser, ...files: readonly string[]): void {
  if (uid === undefined || gid === undefined) return;
  for (const file of files) chownSync(file, uid, gid);
}
