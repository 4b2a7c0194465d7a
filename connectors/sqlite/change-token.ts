import { stat } from 'node:fs/promises';

/** Clocks of file systems tick coarsely: a second change may not show while the first is this fresh. */
const FRESH_MS = 2_000;

/**
 * The identity, size and time of change (ctime, which copying back does not fake) of the file, of its
 * write-ahead log and of its rollback journal. Taken before the file is opened, so that a change in between
 * shows as a newer token later.
 * @returns undefined where one of them changed just now
 * @throws where there is no such file
 */
export async function changeToken(file: string, now: number): Promise<string | undefined> {
  const beside = (name: string) => stat(`${file}${name}`, { bigint: true }).catch(() => null);
  const states = await Promise.all([stat(file, { bigint: true }), beside('-wal'), beside('-journal')]);
  if (states.some((s) => s !== null && now - Number(s.ctimeMs) < FRESH_MS)) return undefined;
  return states.map((s) => (s ? `${s.ino}:${s.size}:${s.ctimeNs}` : '-')).join(' ');
}
