import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ServerProcess {
  readonly command: string;
  readonly args: readonly string[];
  /** Removed with everything in it when the server has ended. */
  readonly folder: string;
  readonly user: { readonly uid?: number; readonly gid?: number };
  /** What makes this server end at once, and orderly. */
  readonly stopSignal: 'INT' | 'TERM';
}

/**
 * Lives as long as its standard input, which closes when the tests end in whatever way, kill -9 included. Signals
 * to it are ignored, and it is in a group of its own, so that Ctrl-C leaves it the time to clean up.
 */
const KEEPER = `trap '' INT TERM HUP
folder=$1 signal=$2; shift 2
"$@" >"$folder/server.log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -s "$signal" "$server"
wait "$server"
rm -rf "$folder"`;

/** Starts a server that ends with this process. @returns stops it, and waits until it is gone */
export function keepServer({ command, args, folder, user, stopSignal }: ServerProcess): () => Promise<void> {
  const keeper = spawn('sh', ['-c', KEEPER, 'keeper', folder, stopSignal, command, ...args], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    ...user,
  });
  const gone = once(keeper, 'exit');
  return async () => {
    keeper.stdin.end();
    await gone;
  };
}
