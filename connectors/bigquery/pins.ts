import { TidemarkError } from '../../src/base/errors.ts';
import { formatMicros, type Instant } from '../../src/base/instant.ts';
import type { Call, TablePin, TablePins } from '../../src/source/driver.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { type Sql, sql } from '../../src/source/sql.ts';
import type { Client } from './client.ts';
import { quotedTable } from './quote.ts';
import type { TableReference } from './table-reference.ts';

/** Where pins are, and how long each is kept from its making or its last renewal. */
export interface PinPlace {
  readonly projectId: string;
  readonly datasetId: string;
  readonly seconds: number;
}

/** What the pins need of the driver. */
export interface PinAccess {
  readonly client: Client;
  /** Runs a statement to its end. */
  run(statement: Sql, call: Call): Promise<void>;
  /** The table as of the moment. */
  tableThen(table: string, call: Call): Promise<Sql>;
  /** Where a pin's reference points. */
  placeOf(reference: string): TableReference;
}

/** By this label Tidemark knows its own tables in the dataset. */
const LABEL = 'tidemark';
const MOST_LISTED = 1_000;

interface Listed {
  readonly tables?: readonly {
    readonly tableReference: TableReference;
    readonly expirationTime?: string;
    readonly labels?: Readonly<Record<string, string>>;
  }[];
  readonly nextPageToken?: string;
}

/** Table snapshots: they hold no bytes but those that the table has changed since. */
export function snapshotPins({ projectId, datasetId, seconds }: PinPlace, access: PinAccess): TablePins {
  const { client, run, tableThen, placeOf } = access;
  const end = sql`expiration_timestamp = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL ${rawSql(String(seconds))} SECOND)`;

  const find = async (place: TableReference, { signal }: Call): Promise<TablePin | undefined> => {
    const path = `datasets/${place.datasetId}/tables/${place.tableId}`;
    try {
      const found = await client.request<{ expirationTime?: string }>(
        { method: 'GET', path, project: place.projectId },
        signal,
      );
      return pinOf(place, found.expirationTime);
    } catch (error) {
      if ((error as { code?: unknown }).code === 404) return undefined;
      throw error;
    }
  };

  return {
    create: async (table, name, call) => {
      const place = { projectId, datasetId, tableId: name };
      const then = await tableThen(table, call);
      await run(
        sql`CREATE SNAPSHOT TABLE IF NOT EXISTS ${quotedTable(place)} CLONE ${then} OPTIONS(labels = [('${rawSql(LABEL)}', 'pin')], ${end})`,
        call,
      );
      return (await find(place, call)) ?? pinOf(place, undefined);
    },
    list: async ({ signal }) => {
      const pins: TablePin[] = [];
      let pageToken: string | undefined;
      do {
        const query = { maxResults: MOST_LISTED, ...(pageToken === undefined ? {} : { pageToken }) };
        const path = `datasets/${datasetId}/tables`;
        const page: Listed = await client.request({ method: 'GET', path, project: projectId, query }, signal);
        for (const { tableReference, expirationTime, labels } of page.tables ?? []) {
          if (labels?.[LABEL] === 'pin') pins.push(pinOf(tableReference, expirationTime));
        }
        pageToken = page.nextPageToken;
      } while (pageToken !== undefined);
      return pins;
    },
    renew: async (reference, call) => {
      const place = placeOf(reference);
      if (!(await find(place, call))) return undefined;
      await run(sql`ALTER SNAPSHOT TABLE ${quotedTable(place)} SET OPTIONS(${end})`, call);
      return find(place, call);
    },
    drop: (reference, call) =>
      run(sql`DROP SNAPSHOT TABLE IF EXISTS ${quotedTable(placeOf(reference))}`, call),
  };
}

/** @param expirationTime milliseconds since the epoch, as text */
function pinOf(
  { projectId, datasetId, tableId }: TableReference,
  expirationTime: string | undefined,
): TablePin {
  const micros = expirationTime === undefined ? undefined : (BigInt(expirationTime) / 1000n) * 1_000_000n;
  return {
    reference: `${projectId}.${datasetId}.${tableId}`,
    expires: micros === undefined ? null : (formatMicros(micros) as Instant),
  };
}

/** The refusal to pin a table of which a snapshot would be incomplete. */
export function streamingIn(table: string): TidemarkError {
  return new TidemarkError(
    'pin-unsupported',
    `Table ${table} cannot be pinned now: rows are streaming in, and BigQuery's table snapshots leave out those that are still in ` +
      'the buffer. Run it again when no rows have come for about 90 minutes, or load them in batches.',
  );
}
