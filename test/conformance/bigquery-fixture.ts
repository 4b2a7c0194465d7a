import { randomUUID } from 'node:crypto';
import { BigQuery, type BigQueryOptions } from '@google-cloud/bigquery';
import { OAuth2Client } from 'google-auth-library';
import { inject } from 'vitest';
import { formatMicros } from '../../src/base/instant.ts';
import type { ReferenceValue } from '../../src/digest/canonical-text.ts';
import { openSource, type SourceSettings } from '../../src/main/connectors.ts';
import { bigqueryType } from './bigquery-types.ts';
import type { Fixture, TestColumn, TestRow } from './fixture.ts';

/** BigQuery's expression for a value that is loaded as text. */
const FROM_TEXT: Readonly<Record<string, (text: string) => string>> = {
  bytes: (v) => `FROM_HEX(${v})`,
  date: (v) => `DATE_FROM_UNIX_DATE(CAST(${v} AS INT64))`,
  time: (v) => `TIME_ADD(TIME '00:00:00', INTERVAL CAST(${v} AS INT64) MICROSECOND)`,
};

/** Letters, digits and signs that names of columns may have. https://cloud.google.com/bigquery/docs/schemas#column_names */
const COLUMN_NAME = /^[\p{L}\p{N}\p{M}\p{Pc}\p{Pd} &%=+:'<>#|]+$/u;

/** The API's bytes of one statement's parameters, well below its limit. */
const BATCH_BYTES = 4_000_000;

/** What the stand-in cannot keep, though BigQuery can: decimals of more than 38 digits, and 38 of them after the point. */
const UNHELD_BY_STAND_IN = ['decimal(38,38)'];

/** The one that the stand-in takes. */
const TOKEN = 'token-of-the-tests';

/** The stand-in that the tests start. */
export async function bigqueryFixture(): Promise<Fixture> {
  process.env['TIDEMARK_TEST_BIGQUERY_TOKEN'] = TOKEN;
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: TOKEN });
  return bigqueryFixtureAt(
    { projectId: 'test', apiEndpoint: inject('bigquery'), authClient } as BigQueryOptions,
    {
      project: 'test',
      location: 'US',
      apiEndpoint: inject('bigquery'),
      accessToken: { env: 'TIDEMARK_TEST_BIGQUERY_TOKEN' },
    },
    UNHELD_BY_STAND_IN,
  );
}

/** A dataset of the test's own, which it drops. @param options of the client that makes tables as others would */
export async function bigqueryFixtureAt(
  options: BigQueryOptions,
  place: Pick<SourceSettings & { type: 'bigquery' }, 'project' | 'location' | 'apiEndpoint' | 'accessToken'>,
  unheld: readonly string[] = [],
): Promise<Fixture> {
  const admin = new BigQuery({ ...options, location: place.location });
  const dataset = `tidemark_test_${randomUUID().replaceAll('-', '')}`;
  await admin.createDataset(dataset, { location: place.location });
  const settings: SourceSettings = {
    type: 'bigquery',
    ...place,
    dataset,
    maxBytesBilled: '100GiB',
    pins: { dataset, expiration: '90d' },
  };
  const run = async (query: string, params: readonly unknown[] = []) => {
    const [job] = await admin.createQueryJob({
      query,
      params: [...params],
      defaultDataset: { datasetId: dataset },
    });
    await job.getQueryResults();
    const [{ status }] = await job.getMetadata();
    if (status.errorResult) throw new Error(status.errorResult.message);
  };
  const insert = async (table: string, columns: readonly TestColumn[], rows: readonly TestRow[]) => {
    for (const batch of batches(columns, rows)) await run(insertSql(table, columns), [batch]);
  };
  return {
    settings,
    source: await openSource('test', settings, { folder: '/' }),
    holds: (type, value) =>
      type === 'identifier' ? COLUMN_NAME.test(String(value)) : ![...unheld, 'uuid'].includes(type),
    create: async (table, columns, rows) => {
      await run(
        `CREATE TABLE ${quoted(table)} (${columns.map((c) => `${quoted(c.name)} ${bigqueryType(c.type)}`).join(', ')})`,
      );
      await insert(table, columns, rows);
    },
    insert,
    run: (statement) => run(statement),
    dropEndsReading: true,
    close: async () => {
      await admin.dataset(dataset).delete({ force: true });
    },
  };
}

const quoted = (name: string) => `\`${name}\``;

function insertSql(table: string, columns: readonly TestColumn[]): string {
  const values = columns.map((c, i) => {
    const text = `JSON_VALUE(r, '$[${i}]')`;
    return FROM_TEXT[c.type]?.(text) ?? `CAST(${text} AS ${bigqueryType(c.type)})`;
  });
  const names = columns.map((c) => quoted(c.name)).join(', ');
  return `INSERT INTO ${quoted(table)} (${names}) SELECT ${values.join(', ')} FROM UNNEST(JSON_QUERY_ARRAY(?)) AS r`;
}

/** The rows as JSON arrays of texts, each array of about so many bytes. */
function* batches(columns: readonly TestColumn[], rows: readonly TestRow[]): Generator<string> {
  let batch: string[] = [];
  let bytes = 0;
  for (const row of rows) {
    const text = JSON.stringify(row.map((value, i) => asText(value, columns[i]?.type)));
    batch.push(text);
    bytes += text.length;
    if (bytes > BATCH_BYTES) {
      yield `[${batch.join(',')}]`;
      [batch, bytes] = [[], 0];
    }
  }
  if (batch.length > 0) yield `[${batch.join(',')}]`;
}

function asText(value: ReferenceValue, type: string | undefined): string | null {
  if (value === null) return null;
  if (type === 'timestamp') return formatMicros(BigInt(String(value))).replace('Z', '');
  if (type === 'timestamptz') return formatMicros(BigInt(String(value)));
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Object.is(value, -0)) return '-0';
  return String(value);
}
