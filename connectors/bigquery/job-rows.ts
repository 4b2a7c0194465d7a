import type { Call, Row } from '../../src/source/driver.ts';
import type { Client } from './client.ts';
import { kindOf } from './errors.ts';
import type { Job } from './job.ts';
import { resultPages } from './results.ts';
import type { Storage } from './storage.ts';
import { storageSession } from './storage-session.ts';

/**
 * Rows up to which pages are as fast: of a table's usual rows of some hundred bytes, about what one page holds, and so
 * one request. A session is a request, and its stream another, on a connection that is to be made first.
 */
const PAGED_ROWS = 20_000;

/** What is as good as no Storage API: a role or the API itself is missing, or gRPC does not get there. */
const NO_WAY = ['denied', 'transient'];

type JobRows = (job: Job, call: Call) => AsyncGenerator<readonly Row[], void, undefined>;

/**
 * The rows of jobs that are done: of large ones through the Storage Read API, where it can be had, else through pages,
 * which give the same rows slower. Where it cannot is found out once: by whoever has no `bigquery.readsessions.create`,
 * or sits behind a proxy that knows no gRPC.
 */
export function createJobRows(client: Client, storage: Storage | undefined, location: string): JobRows {
  let usable = storage;

  const sessionOf = async ({ rows, destination }: Job, call: Call) => {
    if (usable === undefined || destination === undefined || rows <= PAGED_ROWS) return undefined;
    try {
      return { storage: usable, session: await storageSession(usable, destination, call) };
    } catch (error) {
      if (call.signal.aborted || !NO_WAY.includes(kindOf(error))) throw error;
      usable = undefined;
      return undefined;
    }
  };

  return async function* rows(job, call) {
    const found = await sessionOf(job, call);
    if (found === undefined) return yield* resultPages(client, location, job, call);
    // Arrow is loaded no sooner than the client is.
    const { storageRows } = await import('./storage-rows.ts');
    yield* storageRows(found.storage, found.session, job, call);
  };
}
