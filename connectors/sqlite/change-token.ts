import { stat } from 'node:fs/promises';

/** Clocks of file systems tick coarsely: a second change may not show while the first is this fresh. */
const FRESH_MS = 2_000;

/**
 * The identity, size and time of change of the file, of its write-ahead log and of its rollback journal. Of
 * the file by ctime, which copying back does not fake; of the others by mtime, since SQLite, run by root,
 * sets their owner whenever it opens them. Taken before the file is opened, so that a change in between
 * shows as a newer token later.
 * @returns undefined where one of them changed just now
 * @throws where there is no such file
 */
export async function changeToken(file: string, now: number): Promise<string | undefined> {
  const beside = async (suffix: string) => {
    const found = await stat(`${file}${suffix}`, { bigint: true }).catch(() => null);
    return found && { ino: found.ino, size: found.size, at: found.mtimeNs };
  };
  const { ino, size, ctimeNs } = await stat(file, { bigint: true });
  const states = [{ ino, size, at: ctimeNs }, await beside('-wal'), await beside('-journal')];
  if (states.some((s) => s !== null && now - Number(s.at / 1_000_000n) < FRESH_MS)) return undefined;
  return states.map((s) => (s ? `${s.ino}:${s.size}:${s.at}` : '-')).join(' ');
}
