import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Answers, Failure, Reply, Request, Work } from './messages.ts';

/** Beside this file where that is built. Node 20 cannot load TypeScript, so from the sources the built one is taken. */
const WORKER = import.meta.url.endsWith('.ts')
  ? new URL('../../dist/connectors/sqlite/worker.js', import.meta.url)
  : new URL('worker.js', import.meta.url);

export class ThreadError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

export interface Thread {
  /** @throws ThreadError; soon after the signal aborts, where the work was still going on */
  ask<W extends Work>(work: W, signal: AbortSignal): Promise<Answers[W['do']]>;
  /** Waits for a step of SQLite's that runs on, a sort at worst, which cannot be interrupted. */
  end(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that works on the file, and answers in the order in which it is asked. */
export function startThread(file: string, busyTimeout: number): Thread {
  const worker = new Worker(WORKER, {
    workerData: { file, busyTimeout },
    execArgv: [],
    name: `sqlite ${path.basename(file)}`,
  });
  const waiting = new Map<number, Waiting>();
  let requests = 0;
  let ended: Error | undefined;
  const fail = (error: Error) => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', ({ id, answer, failure }: Reply) => {
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (failure) reject?.(new ThreadError(failure));
    else resolve?.(answer as never);
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the SQLite thread ended')));

  return {
    async ask(work, signal) {
      if (ended) throw ended;
      const id = ++requests;
      const stop = new Int32Array(new SharedArrayBuffer(4));
      const abort = () => Atomics.store(stop, 0, 1);
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      try {
        return await new Promise((resolve, reject) => {
          waiting.set(id, { resolve, reject });
          worker.postMessage({ id, work, stop: stop.buffer as SharedArrayBuffer } satisfies Request);
        });
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
    async end() {
      await worker.terminate();
    },
  };
}
