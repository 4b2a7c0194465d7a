import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

export interface ServerProcess {
  readonly command: string;
  readonly args: readonly string[];
  /** Removed with everything in it when the server has ended. */
  readonly folder: string;
  /** Beside this process's own. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly user: { readonly uid?: number; readonly gid?: number };
  /** What makes this server end at once, and orderly. */
  readonly stopSignal: 'INT' | 'TERM';
  /** Fails until the server answers. */
  readonly ask: () => Promise<void>;
}

const ATTEMPTS = 600;
const PAUSE_MS = 100;

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

/**
 * Starts a server that ends with this process, and waits until it answers.
 * @returns stops it, and waits until it is gone
 * @throws with the end of the server's log where it does not answer within a minute
 */
export async function keepServer(server: ServerProcess): Promise<() => Promise<void>> {
  const { command, args, folder, environment, user, stopSignal, ask } = server;
  const keeper = spawn('sh', ['-c', KEEPER, 'keeper', folder, stopSignal, command, ...args], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { ...process.env, ...environment },
    ...user,
  });
  const gone = once(keeper, 'exit');
  const stop = async () => {
    keeper.stdin.end();
    await gone;
  };
  let last: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      await ask();
      return stop;
    } catch (error) {
      last = error;
      await setTimeout(PAUSE_MS);
    }
  }
  const log = readFileSync(path.join(folder, 'server.log'), 'utf8').slice(-2_000);
  await stop();
  throw new Error(`${command} did not start for the tests; its log ends: ${log}`, { cause: last });
}
