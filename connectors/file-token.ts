import { stat } from 'node:fs/promises';

/** Clocks of file systems tick coarsely: a second change may not show while the first is this fresh. */
const FRESH_NS = 2_000_000_000n;

/**
 * The identity, size and time of change of files that one database is in. Those beside the first may not be there. Taken
 * before the database is opened, so that a change in between shows as a newer token later.
 * @param times which time tells of a change: ctime, which copying a file back does not fake, or mtime
 * @param now nanoseconds since the epoch; where a file changed just before, the token is like no other
 * @throws the operating system's error where the first file is not there
 */
export async function fileToken(
  files: readonly (readonly [path: string, time: 'ctimeNs' | 'mtimeNs'])[],
  now: bigint,
): Promise<string> {
  const states = await Promise.all(
    files.map(async ([path, time], i) => {
      const found = await stat(path, { bigint: true }).catch((error: unknown) => {
        if (i === 0) throw error;
        return null;
      });
      return found && { shown: `${found.ino}:${found.size}:${found[time]}`, at: found[time] };
    }),
  );
  const token = states.map((s) => s?.shown ?? '-').join(' ');
  return states.some((s) => s !== null && now - s.at < FRESH_NS) ? `${token} seen at ${now}` : token;
}
