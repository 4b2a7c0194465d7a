import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { throwIfCancelled } from '../../src/base/cancelled.ts';
import type { Call } from '../../src/source/driver.ts';
import type { Client } from './client.ts';
import { JobError, kindOf } from './errors.ts';
import { jobLabels } from './labels.ts';
import type { QueryParameter } from './parameters.ts';
import type { TableReference } from './table-reference.ts';

/** A query as a job runs it. */
export interface JobQuery {
  readonly text: string;
  readonly parameters: readonly QueryParameter[];
  /** The query fails before it begins where it would be billed for more. */
  readonly maximumBytesBilled: bigint;
  readonly timeoutMs: number | undefined;
}

/** A job that is done, without error. */
export interface Job {
  readonly id: string;
  /** The table that its rows are in, if it says so. */
  readonly destination: TableReference | undefined;
  /** How many there are. */
  readonly rows: number;
  readonly bytesScanned: bigint;
  readonly bytesBilled: bigint;
  readonly slotMs: bigint;
}

interface JobResource {
  readonly status?: { readonly state?: string; readonly errorResult?: { reason?: string; message?: string } };
  readonly configuration?: { readonly query?: { readonly destinationTable?: TableReference } };
  readonly statistics?: {
    readonly totalBytesProcessed?: string;
    readonly totalSlotMs?: string;
    readonly query?: { readonly totalBytesBilled?: string; readonly totalBytesProcessed?: string };
  };
}

interface PollAnswer {
  readonly jobComplete?: boolean;
  /** Decimal text; once the job is complete. */
  readonly totalRows?: string;
}

/**
 * A project, an organisation or a session may have another default, in which days and months would begin elsewhere and
 * casts of texts would be other instants.
 */
const UTC = { key: 'time_zone', value: 'UTC' };
/** A poll waits so long in the service; then comes a pause, which grows. */
const POLL_MS = 10_000;
/** How long is waited for the service to take a cancellation. */
const CANCEL_MS = 10_000;
const PAUSES_MS = [50, 100, 250, 500, 1_000, 2_000];
/** How often a job is started anew that ended by a fault or a limit of the service. Such a job is not billed. */
const STARTS = 4;

/**
 * Runs the query, and waits until it is done. The job's name is ours: where the answer to its start is lost, the same
 * job is found again, and nothing is paid for twice. Aborting the call cancels the job.
 * @param location where it runs
 */
export async function runJob(client: Client, location: string, query: JobQuery, call: Call): Promise<Job> {
  for (let start = 1; ; start++) {
    throwIfCancelled(call.signal, call.label);
    const id = `tidemark_${randomUUID()}`;
    try {
      return await withCancel(client, location, id, call, async () => {
        await startJob(client, location, id, query, call);
        return waitFor(client, location, id, call);
      });
    } catch (error) {
      throwIfCancelled(call.signal, call.label);
      if (!(error instanceof JobError) || !canStartAnew(error) || start === STARTS) throw error;
      await sleep(client.firstPauseMs * 2 ** start, undefined, { signal: call.signal });
    }
  }
}

/** A quota lasts for longer than is waited for here. */
function canStartAnew(error: JobError): boolean {
  return kindOf(error) === 'transient' && error.reason !== 'quotaExceeded';
}

/** What the query would read, in bytes. */
export async function dryRun(client: Client, location: string, query: JobQuery, call: Call): Promise<bigint> {
  const body = {
    configuration: { ...configurationOf(query, call), dryRun: true },
    jobReference: { location },
  };
  const job = await client.request<JobResource>({ method: 'POST', path: 'jobs', body }, call.signal);
  return BigInt(job.statistics?.totalBytesProcessed ?? '0');
}

/**
 * Whether whoever asks may run queries there. What never answered is not waited for long: then it is most likely the
 * address that is wrong.
 */
export async function reachService(client: Client, location: string): Promise<void> {
  const query = { query: 'SELECT 1', useLegacySql: false };
  const body = { configuration: { query, dryRun: true }, jobReference: { location } };
  await client.request({ method: 'POST', path: 'jobs', body }, new AbortController().signal, 1);
}

async function cancelJob(client: Client, location: string, id: string): Promise<void> {
  await client
    .request(
      { method: 'POST', path: `jobs/${id}/cancel`, query: { location } },
      AbortSignal.timeout(CANCEL_MS),
      1,
    )
    .catch(() => undefined);
}

async function startJob(
  client: Client,
  location: string,
  id: string,
  query: JobQuery,
  call: Call,
): Promise<void> {
  const body = { configuration: configurationOf(query, call), jobReference: { jobId: id, location } };
  try {
    await client.request({ method: 'POST', path: 'jobs', body }, call.signal);
  } catch (error) {
    // Started by a request before, whose answer was lost.
    if ((error as { code?: unknown }).code !== 409) throw error;
  }
}

function configurationOf(query: JobQuery, { label }: Call) {
  return {
    labels: jobLabels(label),
    ...(query.timeoutMs === undefined ? {} : { jobTimeoutMs: String(query.timeoutMs) }),
    query: {
      query: query.text,
      useLegacySql: false,
      parameterMode: 'POSITIONAL',
      queryParameters: query.parameters,
      connectionProperties: [UTC],
      // None at all might be taken for no limit; what is billed is 10 MiB at least.
      maximumBytesBilled: String(query.maximumBytesBilled > 0n ? query.maximumBytesBilled : 1n),
    },
  };
}

async function waitFor(client: Client, location: string, id: string, { signal }: Call): Promise<Job> {
  const poll = {
    method: 'GET',
    path: `queries/${id}`,
    query: { location, maxResults: 0, timeoutMs: POLL_MS },
  } as const;
  for (let i = 0; ; i++) {
    // An error here is the request's or the job's; the job itself says which.
    const answer = await client.request<PollAnswer>(poll, signal).catch((error: unknown) => ({ error }));
    if (!('error' in answer) && !answer.jobComplete) {
      await sleep(PAUSES_MS[Math.min(i, PAUSES_MS.length - 1)], undefined, { signal });
      continue;
    }
    const path = `jobs/${id}`;
    const job = await client.request<JobResource>({ method: 'GET', path, query: { location } }, signal);
    const { state, errorResult } = job.status ?? {};
    if (errorResult) throw new JobError({ reason: '', message: 'The job failed.', ...errorResult });
    if ('error' in answer) throw answer.error;
    if (state === 'DONE') return doneJob(id, Number(answer.totalRows ?? '0'), job);
    await sleep(PAUSES_MS[Math.min(i, PAUSES_MS.length - 1)], undefined, { signal });
  }
}

function doneJob(id: string, rows: number, { statistics, configuration }: JobResource): Job {
  return {
    id,
    destination: configuration?.query?.destinationTable,
    rows,
    bytesScanned: BigInt(statistics?.query?.totalBytesProcessed ?? statistics?.totalBytesProcessed ?? '0'),
    bytesBilled: BigInt(statistics?.query?.totalBytesBilled ?? '0'),
    slotMs: BigInt(statistics?.totalSlotMs ?? '0'),
  };
}

/** Cancels the job where the call is aborted or the service is lost, so that nobody pays for what nobody waits for. */
async function withCancel<T>(
  client: Client,
  location: string,
  id: string,
  { signal }: Call,
  work: () => Promise<T>,
): Promise<T> {
  let cancelled: Promise<void> | undefined;
  const cancel = () => {
    cancelled ??= cancelJob(client, location, id);
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof JobError) && kindOf(error) === 'transient') cancel();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    await cancelled;
    // Once more, as the request that started the job may have come after the one that cancelled it.
    if (cancelled && signal.aborted) await cancelJob(client, location, id);
  }
}
