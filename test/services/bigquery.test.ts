import { randomUUID } from 'node:crypto';
import { beforeAll, expect, inject, test } from 'vitest';

const dataset = `t_${randomUUID().replaceAll('-', '')}`;
const job = () => ({ projectId: 'test', jobId: randomUUID(), location: 'EU' });

beforeAll(async () => {
  await call('POST', '/datasets', { datasetReference: { projectId: 'test', datasetId: dataset } });
  await call('POST', `/datasets/${dataset}/tables`, {
    tableReference: { projectId: 'test', datasetId: dataset, tableId: 't' },
    schema: {
      fields: [
        { name: 'id', type: 'INT64' },
        { name: 'ts', type: 'TIMESTAMP' },
      ],
    },
    timePartitioning: { type: 'DAY', field: 'ts' },
  });
  await query(`INSERT ${dataset}.t VALUES (1, '2024-01-01 01:00:00Z'), (2, '2024-01-02 01:00:00Z')`);
});

test.each([
  ["CAST(NUMERIC '1.50' AS STRING)", '1.5'],
  ['CAST(SUM(CAST(9223372036854775807 AS NUMERIC)) AS STRING)', '9223372036854775807'],
  ['CAST(100.0 AS STRING)', '100'],
  ['CAST(0.1 + 0.2 AS STRING)', '0.30000000000000004'],
  ["CAST(TIMESTAMP '2024-01-01 00:00:00.12' AS STRING)", '2024-01-01 00:00:00.120+00'],
  ["CAST('0xff' AS INT64)", '255'],
])('the stand-in evaluates %s as BigQuery does', async (expression, expected) => {
  expect(await query(`SELECT ${expression}`)).toEqual([[expected]]);
});

test('the stand-in fails a request for a query that fails', async () => {
  const reasons = async (sql: string) => {
    const { status, body } = await call('POST', '/queries', { query: sql, useLegacySql: false });
    return [status, body.error?.errors[0].reason];
  };
  expect(await reasons('SELEC 1')).toEqual([400, 'invalidQuery']);
  expect(await reasons(`SELECT * FROM ${dataset}.nope`)).toEqual([404, 'notFound']);
  expect(await reasons('SELECT * FROM denied.t')).toEqual([403, 'accessDenied']);
});

test('the stand-in takes a job ID once', async () => {
  const reference = job();
  expect(await insert('SELECT 1', reference)).toMatchObject({
    status: 200,
    body: { jobReference: reference },
  });
  expect(await insert('SELECT 1', reference)).toMatchObject({
    status: 409,
    body: { error: { errors: [{ reason: 'duplicate' }] } },
  });
});

test('the stand-in keeps the labels of a job', async () => {
  const reference = job();
  const sql = { query: 'SELECT 1', useLegacySql: false };
  await call('POST', '/jobs', {
    jobReference: reference,
    configuration: { labels: { tidemark: 'a' }, query: sql },
  });
  expect((await call('GET', `/jobs/${reference.jobId}?location=EU`)).body).toMatchObject({
    configuration: { labels: { tidemark: 'a' } },
    jobReference: reference,
  });
  const { body } = await call('POST', '/queries', { ...sql, location: 'EU', labels: { tidemark: 'b' } });
  expect((await call('GET', `/jobs/${body.jobReference.jobId}?location=EU`)).body).toMatchObject({
    configuration: { labels: { tidemark: 'b' } },
  });
});

test('the stand-in cancels a job that runs', async () => {
  const reference = job();
  await insert('SELECT 1 /* takes 60000 ms */', reference);
  const results = `/queries/${reference.jobId}?location=EU&timeoutMs=10`;
  expect(await call('GET', results)).toMatchObject({ status: 200, body: { jobComplete: false } });
  await call('POST', `/jobs/${reference.jobId}/cancel?location=EU`);
  expect(await call('GET', results)).toMatchObject({ body: { error: { errors: [{ reason: 'stopped' }] } } });
});

test('the stand-in refuses a query above its limit, and a token that has expired', async () => {
  const limited = { query: `SELECT * FROM ${dataset}.t`, useLegacySql: false, maximumBytesBilled: '1' };
  expect(await call('POST', '/queries', limited)).toMatchObject({
    body: { error: { errors: [{ reason: 'bytesBilledLimitExceeded' }] } },
  });
  expect(await call('GET', '/datasets', undefined, 'expired')).toMatchObject({ status: 401 });
});

test('the stand-in says which partitions a write has changed', async () => {
  const table = async () => (await call('GET', `/datasets/${dataset}/tables/t`)).body;
  const partitions = () =>
    query(
      `SELECT partition_id, UNIX_MICROS(last_modified_time) FROM ${dataset}.INFORMATION_SCHEMA.PARTITIONS WHERE table_name = 't' ORDER BY 1`,
    );
  const [before, [first, second]] = [await table(), await partitions()];
  await query(`UPDATE ${dataset}.t SET id = 3 WHERE id = 2`);
  const after = await table();
  expect(Number(after.lastModifiedTime)).toBeGreaterThan(Number(before.lastModifiedTime));
  expect(after.etag).not.toBe(before.etag);
  const [firstAfter, secondAfter] = await partitions();
  expect(firstAfter).toEqual(first);
  expect(secondAfter).not.toEqual(second);
});

test('the stand-in keeps a snapshot of an earlier state, which expires', async () => {
  const [[now]] = await query('SELECT CAST(CURRENT_TIMESTAMP() AS STRING)');
  await query(`INSERT ${dataset}.t VALUES (4, '2024-01-03 01:00:00Z')`);
  await query(
    `CREATE SNAPSHOT TABLE IF NOT EXISTS ${dataset}.s CLONE ${dataset}.t FOR SYSTEM_TIME AS OF TIMESTAMP '${now}' OPTIONS(expiration_timestamp = TIMESTAMP '2100-01-01 00:00:00+00')`,
  );
  expect(await query(`SELECT COUNT(*) FROM ${dataset}.s`)).toEqual([['2']]);
  expect((await call('GET', `/datasets/${dataset}/tables/s`)).body).toMatchObject({
    type: 'SNAPSHOT',
    expirationTime: `${Date.UTC(2100, 0, 1)}`,
    snapshotDefinition: { baseTableReference: { tableId: 't' } },
  });
});

function insert(sql: string, jobReference: object) {
  return call('POST', '/jobs', {
    jobReference,
    configuration: { query: { query: sql, useLegacySql: false } },
  });
}

async function query(sql: string) {
  const { body } = await call('POST', '/queries', { query: sql, useLegacySql: false });
  if (body.error) throw new Error(body.error.message);
  return (body.rows ?? []).map((row: { f: { v: string | null }[] }) => row.f.map(({ v }) => v));
}

async function call(method: string, path: string, body?: object, token = 'any') {
  const answer = await fetch(`${inject('bigquery')}/bigquery/v2/projects/test${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: JSON.parse((await answer.text()) || '{}') };
}
