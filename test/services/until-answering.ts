import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

const ATTEMPTS = 600;
const PAUSE_MS = 100;

/**
 * Asks until the server answers.
 * @param folder where the server's log is
 * @throws with the end of the server's log where it does not answer within a minute
 */
export async function untilAnswering(name: string, folder: string, ask: () => Promise<void>): Promise<void> {
  let last: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      return await ask();
    } catch (error) {
      last = error;
      await setTimeout(PAUSE_MS);
    }
  }
  const log = readFileSync(path.join(folder, 'server.log'), 'utf8').slice(-2_000);
  throw new Error(`The tests' ${name} did not start; its log ends: ${log}`, { cause: last });
}
