import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { allRows } from '../../src/source/all-rows.ts';
import type { Driver } from '../../src/source/driver.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { sql } from '../../src/source/sql.ts';
import { CALL } from '../conformance/bench.ts';
import { jobsOf, openBigqueryShop } from './bigquery-shop.ts';

const LONG = rawSql('SELECT /* takes 20000 ms */ CAST(1 AS STRING)');
const LIMIT = { timeout: 10_000, interval: 20 };
const MIB = 1n << 20n;

let shop: Awaited<ReturnType<typeof openBigqueryShop>>;
beforeAll(async () => {
  shop = await openBigqueryShop();
});
beforeEach(() => {
  shop.proxy.plan([]);
  shop.requests();
});
afterAll(() => shop.close());

const failure = (work: Promise<unknown>) => work.catch((error: unknown) => error);
const jobs = () => jobsOf(shop.requests());
const statusOf = async (id: string) => (await shop.ask('GET', `jobs/${id}`)).body.status;

/** Aborts the first long query once its job is asked for; what it ended by, and the job. */
async function aborted(driver: Driver) {
  const abort = new AbortController();
  const outcome = failure(allRows(driver.rows(LONG, { ...CALL, signal: abort.signal })));
  const seen: ReturnType<typeof jobs> = [];
  await expect.poll(() => seen.push(...jobs()), LIMIT).toBe(1);
  await expect
    .poll(async () => (await statusOf(seen[0]?.jobReference.jobId ?? ''))?.state, LIMIT)
    .toBe('RUNNING');
  abort.abort();
  return { error: await outcome, job: seen[0]?.jobReference.jobId ?? '' };
}

test.each([
  ['while it runs', []],
  ['while its start is not yet answered', [{ method: 'POST', path: /\/jobs\?/, delayMs: 1_000 }]],
  [
    'that is not yet known to the service',
    [
      { method: 'POST', path: /\/jobs\?/, delayMs: 1_000 },
      { path: /\/cancel/, answer: { status: 404, body: { error: { code: 404, message: 'Not found' } } } },
    ],
  ],
  ['though the first try fails', [{ path: /\/cancel/, reset: 'before', times: 3 }]],
] as const)('an aborted call cancels the job %s, and the driver goes on', async (_, faults) => {
  const driver = await shop.source().connect();
  shop.proxy.plan(faults);
  const { error, job } = await aborted(driver);
  expect(error).toMatchObject({ code: 'cancelled' });
  expect(await statusOf(job)).toMatchObject({ state: 'DONE', errorResult: { reason: 'stopped' } });
  expect(await driver.version(CALL)).toMatch(/\d/);
});

test('a call that is aborted before it begins asks for nothing', async () => {
  const driver = await shop.source().connect();
  const error = await failure(driver.version({ ...CALL, signal: AbortSignal.abort() }));
  expect([error, shop.requests()]).toEqual([expect.objectContaining({ code: 'cancelled' }), []]);
});

test('the time limit is BigQuery’s to keep, and a job that it stops for it is told so', async () => {
  const driver = await shop.source({ timeoutMs: 1_500 }).connect();
  const errorResult = { reason: 'stopped', message: 'Job execution was cancelled: Job timed out after 1s' };
  const answer = { status: 200, body: { status: { state: 'DONE', errorResult } } };
  shop.proxy.plan([{ method: 'GET', path: /\/jobs\//, answer }]);
  expect(await failure(driver.version(CALL))).toMatchObject({
    code: 'source-timeout',
    message: expect.stringMatching(/timed out.*statementTimeout.*rowsPerScan/),
  });
  expect(jobs()).toMatchObject([{ configuration: { jobTimeoutMs: '1500' } }]);
});

test.each([
  ['tidemark snapshot orders', { tidemark: 'snapshot', dataset: 'orders' }],
  ['tidemark read Orders.2020@v1:ABC', { tidemark: 'read', dataset: 'orders_2020', version: 'v1_abc' }],
  ['tidemark verify größe', { tidemark: 'verify', dataset: 'gr__e' }],
  [
    `tidemark read ${'x'.repeat(99)}@${'y'.repeat(99)}`,
    { tidemark: 'read', dataset: 'x'.repeat(63), version: 'y'.repeat(63) },
  ],
  ['', { tidemark: 'query' }],
])('a job is labelled by what it is for: %s', async (label, labels) => {
  const driver = await shop.source().connect();
  await driver.version({ ...CALL, label });
  const [job] = jobs();
  expect(job?.configuration.labels).toEqual(labels);
  for (const value of Object.values(labels)) expect(value).toMatch(/^[a-z0-9_-]{1,63}$/);
  const kept = await shop.ask('GET', `jobs/${job?.jobReference.jobId}`);
  expect(kept.body.configuration.labels).toEqual(labels);
});

test('every job has what is left of the limit, and one above it is not begun', async () => {
  const { connect, dialect } = shop.source({ maxBytesBilled: 20n * MIB });
  const driver = await connect();
  const count = sql`SELECT CAST(COUNT(*) AS STRING) FROM ${dialect.table('orders', undefined)}`;
  for (let i = 0; i < 2; i++) expect(await allRows(driver.rows(count, CALL))).toEqual([['6']]);
  expect(await failure(allRows(driver.rows(count, CALL)))).toMatchObject({
    code: 'cost-limit',
    message: expect.stringMatching(/maxBytesBilled/),
  });
  // What costs nothing is still answered.
  expect(await driver.version(CALL)).toMatch(/\d/);
  const limits = jobs().map(({ configuration }) => configuration.query.maximumBytesBilled);
  expect(limits).toEqual([20n * MIB, 10n * MIB, 1n, 1n].map(String));
  expect(await driver.cost?.(CALL)).toMatchObject({ bytesBilled: 20n * MIB });
});

test('results come whole and in order over several pages, a lost one of them included', async () => {
  const driver = await shop.source().connect();
  shop.proxy.plan([{ path: /pageToken/, reset: 'after' }]);
  const query = sql`SELECT CAST(i AS STRING) FROM UNNEST(GENERATE_ARRAY(1, 100001)) AS i ORDER BY i`;
  const rows = await allRows(driver.rows(query, CALL));
  expect(rows.every(([value], i) => value === String(i + 1))).toBe(true);
  expect(rows).toHaveLength(100_001);
  const pages = shop.requests().filter(({ path }) => path.includes('maxResults=50000'));
  expect(pages.map(({ path }) => path.includes('pageToken'))).toEqual([false, true, true, true]);
});

test('whoever leaves the loop reads no further page', async () => {
  const driver = await shop.source().connect();
  const query = sql`SELECT CAST(i AS STRING) FROM UNNEST(GENERATE_ARRAY(1, 50001)) AS i`;
  for await (const batch of driver.rows(query, CALL)) {
    expect(batch).toHaveLength(50_000);
    break;
  }
  expect(shop.requests().filter(({ path }) => path.includes('pageToken'))).toEqual([]);
  expect(await driver.version(CALL)).toMatch(/\d/);
});

test('parameters and results are exact', async () => {
  const driver = await shop.source().connect();
  const values = [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n, 0n];
  const texts = ["it's ? @p `\\` \n\t😀", '', '{{projectId}}', '~N', '\\x00', 'é'.normalize('NFD')];
  const query = sql`SELECT CAST(${values[0] ?? 0n} AS STRING), CAST(${values[1] ?? 0n} AS STRING), CAST(${values[2] ?? 0n} AS STRING), CAST(${values[3] ?? 0n} AS STRING), ${texts[0] ?? ''}, ${texts[1] ?? ''}, ${texts[2] ?? ''}, ${texts[3] ?? ''}, ${texts[4] ?? ''}, ${texts[5] ?? ''}, CAST(${true} AS STRING), CAST(${null} AS STRING)`;
  expect(await allRows(driver.rows(query, CALL))).toEqual([[...values.map(String), ...texts, 'true', null]]);
});

test('a moment that BigQuery no longer has is told as such', async () => {
  const { connect, dialect } = shop.source();
  const driver = await connect();
  const month = 30n * 86_400_000_000n;
  const before = String(BigInt(Date.now()) * 1_000n - month);
  const query = sql`SELECT CAST(COUNT(*) AS STRING) FROM ${dialect.table('orders', before)}`;
  const error = await failure(allRows(driver.rows(query, CALL)));
  expect(error).toMatchObject({ code: 'moment-gone', message: expect.stringMatching(/Run it again/) });
});

/** What BigQuery says, as far as is known without an account: from what its documentation and its users quote. */
const SAYS = [
  [
    'invalidQuery',
    'Invalid time travel timestamp 1577836800000 for table p:d.t@1577836800000. Cannot read before 1577923200000.',
    'moment-gone',
    /recreated/,
  ],
  [
    'invalid',
    'Invalid snapshot time 1601168925462 for Table p:d.t@1601168925462. Cannot read before 1601573410026.',
    'moment-gone',
    /recreated/,
  ],
  [
    'invalidQuery',
    "Cannot query over table 'p.d.t' without a filter over column(s) 'day' that can be used for partition elimination",
    'source-invalid',
    /"where"/,
  ],
  [
    'bytesBilledLimitExceeded',
    'Query exceeded limit for bytes billed: 1000000. 10485760 or higher required.',
    'cost-limit',
    /maxBytesBilled/,
  ],
  [
    'accessDenied',
    'Access Denied: Project p: User does not have bigquery.jobs.create permission in project p.',
    'source-denied',
    /BigQuery Job User/,
  ],
] as const;

test.each(SAYS)('%s: %s', async (reason, message, code, advice) => {
  const driver = await shop.source().connect();
  const errorResult = { reason, message };
  const job = { status: 200, body: { status: { state: 'DONE', errorResult } } };
  const status = reason === 'accessDenied' ? 403 : 400;
  const request = { status, body: { error: { code: status, message, errors: [{ reason, message }] } } };
  for (const faults of [
    [{ method: 'GET', path: /\/jobs\//, answer: job }],
    [
      { path: /\/queries\//, answer: request },
      { method: 'GET', path: /\/jobs\//, answer: job },
    ],
    [{ method: 'POST', path: /\/jobs\?/, answer: request }],
  ]) {
    shop.proxy.plan(faults);
    const error = await failure(driver.version(CALL));
    expect(error).toMatchObject({ code, message: expect.stringMatching(advice) });
    expect(error).toMatchObject({ message: expect.stringContaining(message.slice(0, 40)) });
  }
});

test.each([
  ['VIEW', /a view/],
  ['MATERIALIZED_VIEW', /a materialized view/],
  ['EXTERNAL', /an external table/],
])('a table that is a %s is refused in words', async (type, words) => {
  const driver = await shop.source().connect();
  shop.proxy.plan([{ path: /\/tables\//, answer: { status: 200, body: { type, id: 'x' } } }]);
  const error = await failure(driver.columns('orders', CALL));
  expect(error).toMatchObject({ code: 'source-invalid', message: expect.stringMatching(words) });
  expect(error).toMatchObject({ message: expect.stringMatching(/orders.*moment.*Snapshot/) });
});

test('a view of the stand-in’s and a wildcard are refused', async () => {
  const driver = await shop.source().connect();
  await shop.fixture.run?.('CREATE VIEW v AS SELECT 1 AS id');
  expect(await failure(driver.columns('v', CALL))).toMatchObject({ code: 'source-invalid' });
  expect(await failure(driver.columns('orders_*', CALL))).toMatchObject({
    code: 'source-invalid',
    message: expect.stringMatching(/wildcard/),
  });
});

test('who may not, and what is not there, is told with what to do', async () => {
  const failing = async (endpoint?: string, token?: string) => {
    const driver = await shop.source({}, endpoint, token).connect();
    const error = await failure(driver.columns('orders', CALL));
    const everything = inspect(error, { depth: Infinity, showHidden: true, maxStringLength: Infinity });
    for (const secret of [shop.token, token ?? shop.token]) expect(everything).not.toContain(secret);
    return error;
  };
  expect(await failing(undefined, 's3cret-that-has-expired')).toMatchObject({
    code: 'source-denied',
    message: expect.stringMatching(/"shop": Invalid Credentials.*accessToken/),
  });
  expect(await failing('http://127.0.0.1:1')).toMatchObject({
    code: 'source-unavailable',
    message: expect.stringMatching(/"shop": .*ECONNREFUSED.*apiEndpoint/),
  });
  expect(await failing('http://no-such-host.invalid')).toMatchObject({
    code: expect.stringMatching(/^source-(missing|unavailable)$/),
    message: expect.stringMatching(/"shop": .*no-such-host.*apiEndpoint/),
  });
  const driver = await shop.source().connect();
  expect(await failure(driver.columns('denied.t', CALL))).toMatchObject({
    code: 'source-denied',
    message: expect.stringMatching(/"shop": .*BigQuery Data Viewer/),
  });
  expect(await failure(driver.columns('nothing', CALL))).toMatchObject({ code: 'source-missing' });
});
