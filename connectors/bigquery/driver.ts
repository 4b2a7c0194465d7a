import { throwIfCancelled } from '../../src/base/cancelled.ts';
import { allRows } from '../../src/source/all-rows.ts';
import type { Call, Cost, Driver, Row } from '../../src/source/driver.ts';
import { fixedMoment } from '../../src/source/fixed-moment.ts';
import { labelled } from '../../src/source/labelled.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import { valueErrorIn } from '../../src/source/value-error.ts';
import type { Client } from './client.ts';
import { inPlace } from './dialect.ts';
import { explained } from './explain.ts';
import { dryRun, type JobQuery, runJob } from './job.ts';
import { createJobRows } from './job-rows.ts';
import { rendered } from './parameters.ts';
import { nativePartitions, partitionsSql } from './partitions.ts';
import { pastAt } from './past.ts';
import { type PinPlace, snapshotPins, streamingIn } from './pins.ts';
import { placeOf } from './reference.ts';
import type { Storage } from './storage.ts';
import { changeToken, columnsOf, epochOf, getTable, PARTITION_TIME, prunesBy } from './table.ts';

/** What the driver needs of the settings. */
export interface DriverOptions {
  readonly project: string;
  readonly dataset: string | undefined;
  readonly location: string;
  /** What all queries may be billed for together. */
  readonly maxBytesBilled: bigint;
  readonly timeoutMs: number | undefined;
  /** Undefined where versions are not to be pinned. */
  readonly pins?: PinPlace | undefined;
  /** An earlier moment that is to be seen. */
  readonly moment?: string | undefined;
}

/**
 * The API has no connection: the moment is named in every query, and is the server's time when it was first asked for,
 * unless an earlier one was given.
 */
export function openBigquery(client: Client, storage: Storage | undefined, options: DriverOptions): Driver {
  const { location } = options;
  const jobRows = createJobRows(client, storage, location);
  const place = { project: options.project, dataset: options.dataset };
  let cost = { bytesScanned: 0n, bytesBilled: 0n, slotMs: 0n } satisfies Cost;
  let unchanging = false;

  const jobQuery = (query: Sql, call: Call): JobQuery => {
    const { text, parameters } = rendered(query);
    return {
      text: labelled(text, call),
      parameters,
      maximumBytesBilled: options.maxBytesBilled - cost.bytesBilled,
      timeoutMs: options.timeoutMs,
    };
  };
  const look = async (table: string, call: Call) => {
    const found = await guarded(call, () => getTable(client, placeOf(table, place), call));
    unchanging = found.type === 'SNAPSHOT';
    return found;
  };

  async function* rows(query: Sql, call: Call): AsyncGenerator<readonly Row[]> {
    const job = await guarded(call, () => runJob(client, location, jobQuery(query, call), call));
    cost = {
      bytesScanned: cost.bytesScanned + job.bytesScanned,
      bytesBilled: cost.bytesBilled + job.bytesBilled,
      slotMs: cost.slotMs + job.slotMs,
    };
    const batches = jobRows(job, call);
    try {
      for (;;) {
        const batch = await guarded(call, () => batches.next());
        if (batch.done) return;
        yield batch.value;
      }
    } finally {
      await batches.return(undefined);
    }
  }
  const ask = async (query: Sql, call: Call) => (await allRows(rows(query, call)))[0]?.[0] ?? '';

  const { moment: given } = options;
  const now = fixedMoment(
    async (call) => given ?? ask(sql`SELECT CAST(UNIX_MICROS(CURRENT_TIMESTAMP()) AS STRING)`, call),
  );
  const momentOf = async (call: Call) => (unchanging ? undefined : now(call));
  const guardedClient: Client = {
    ...client,
    request: (request, signal, retries) =>
      guarded({ signal, label: 'pins' }, () => client.request(request, signal, retries)),
  };
  const run = async (statement: Sql, call: Call) => {
    await allRows(rows(statement, call));
  };
  const tableThen = async (table: string, call: Call) => {
    const { streamingBuffer } = await look(table, call);
    if (streamingBuffer !== undefined) throw streamingIn(table);
    return inPlace(place).table(table, await momentOf(call));
  };

  return {
    moment: momentOf,
    // A service has no version: so its answers are checked anew every day.
    version: (call) => ask(sql`SELECT CAST(CURRENT_DATE('UTC') AS STRING)`, call),
    columns: async (table, call) => columnsOf(await look(table, call)),
    rows,
    changeToken: async (table, call) => changeToken(await look(table, call)),
    hint: async (table, call) => {
      const found = await look(table, call);
      const { timePartitioning } = found;
      if (!timePartitioning) return undefined;
      const says = await allRows(rows(partitionsSql(placeOf(table, place)), call));
      const column = timePartitioning.field ?? PARTITION_TIME;
      const partitions = nativePartitions(says, column, timePartitioning.type);
      if (!partitions) return undefined;
      // Rows that stream in are in no partition that is listed, until some time after they can be read.
      const complete = partitions.complete && found.streamingBuffer === undefined;
      const epoch = epochOf(found);
      return { name: 'partition metadata', epoch, partitions: { ...partitions, complete } };
    },
    scansWhole: async (table, column, call) => !prunesBy(await look(table, call), column),
    estimate: (query, call) => guarded(call, () => dryRun(client, location, jobQuery(query, call), call)),
    cost: async () => cost,
    past: async (table, call) => {
      const { type } = await look(table, call);
      if (type === 'SNAPSHOT') return undefined;
      const moment = await now(call);
      return guarded(call, () => pastAt(client, placeOf(table, place), moment, call));
    },
    pins:
      options.pins &&
      snapshotPins(options.pins, {
        client: guardedClient,
        run,
        tableThen,
        placeOf: (table) => placeOf(table, place),
      }),
    close: async () => storage?.close(),
  };
}

/** What was asked for, or why not: that it was cancelled, or what can be done about the error. */
async function guarded<T>(call: Call, work: () => Promise<T>): Promise<T> {
  throwIfCancelled(call.signal, call.label);
  try {
    return await work();
  } catch (error) {
    throwIfCancelled(call.signal, call.label);
    throw explained(valueErrorIn(error));
  }
}
