import { randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { throwIfCancelled } from '../base/cancelled.ts';
import type { Clock } from '../base/clock.ts';
import { TidemarkError } from '../base/errors.ts';
import type { HeldLock, Holder, Locks } from './catalog.ts';

const BEAT_MS = 2_000;
const POLL_MS = 250;
/** A holder that has not beaten for so long is gone. Measured by the waiting side, so clocks need not agree. */
const STALE_MS = 30_000;

/** Where this process's number means something: a container may share its host's name, but not its processes. */
export const HOST = `${hostname()}${processSpace()}`;

export interface LockOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told once, when somebody else holds the lock. */
  readonly onWait: (holder: Holder) => void;
}

/**
 * Does the work while no other process does work of that name. Waits for its turn; takes the lock from a
 * holder that died. The work's signal aborts where the lock is lost.
 */
export async function withLock<T>(
  locks: Locks,
  name: string,
  options: LockOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const owner = randomUUID();
  await take(locks, name, owner, options);
  const lost = new AbortController();
  const beating = setInterval(() => {
    locks.beat(name, owner).then(
      (held) => held || lost.abort(),
      () => {},
    );
  }, BEAT_MS);
  try {
    return await work(AbortSignal.any([options.signal, lost.signal]));
  } catch (error) {
    if (!lost.signal.aborted) throw error;
    throw new TidemarkError(
      'snapshot-running',
      `Another process took over "${name}", since this one showed no life for ${STALE_MS / 1000} s. Nothing is lost; run it again.`,
      { cause: error },
    );
  } finally {
    clearInterval(beating);
    await locks.release(name, owner);
  }
}

async function take(locks: Locks, name: string, owner: string, options: LockOptions): Promise<void> {
  let seen: (HeldLock & { readonly at: number }) | undefined;
  for (;;) {
    throwIfCancelled(options.signal, name);
    const holder = await locks.take(name, {
      owner,
      host: HOST,
      pid: process.pid,
      since: options.clock(),
    });
    if (!holder) return;
    if (seen === undefined) options.onWait(holder);
    if (seen?.owner !== holder.owner || seen.beat !== holder.beat)
      seen = { ...holder, at: performance.now() };
    if (isDead(holder) || performance.now() - seen.at > STALE_MS) {
      await locks.breakLock(name, holder.owner, holder.beat);
    } else {
      await sleep(POLL_MS);
    }
  }
}

/** Whether the holder was a process of this machine that no longer runs. */
function isDead(holder: Holder): boolean {
  if (holder.host !== HOST) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function processSpace(): string {
  try {
    return ` ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}
