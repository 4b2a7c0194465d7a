import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseInstant } from '../../src/base/instant.ts';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { openCatalog } from '../../src/catalog/open-catalog.ts';
import { createSnapshot } from '../../src/snapshot/snapshot.ts';
import type { Driver } from '../../src/source/driver.ts';
import { CALL } from '../conformance/bench.ts';
import { datasetOf } from '../conformance/fixture.ts';
import { NOW } from '../support/snapshots.ts';
import { jobsOf, openBigqueryShop } from './bigquery-shop.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-test-'));
let catalog: Catalog;
let shop: Awaited<ReturnType<typeof openBigqueryShop>>;
let undisturbed: Awaited<ReturnType<typeof snapshot>>;

/** A whole snapshot through the proxy, which digests everything anew; and which jobs it started. */
async function snapshot() {
  shop.requests();
  const retries: string[] = [];
  const taken = await createSnapshot({ catalog, clock: () => NOW }).take(datasetOf('orders'), shop.source(), {
    watermark: parseInstant('2020-10-04'),
    full: true,
    signal: CALL.signal,
    onRetry: (error) => retries.push(error.message),
  });
  const requests = shop.requests();
  const ids = jobsOf(requests).map((job) => job.jobReference.jobId);
  return { id: taken.version.id, retries, ids: [...new Set(ids)], requests: requests.length };
}

beforeAll(async () => {
  shop = await openBigqueryShop();
  catalog = await openCatalog('sqlite:catalog.db', folder);
  // The first asks for the known answers as well.
  await snapshot();
  undisturbed = await snapshot();
});
afterAll(async () => {
  await catalog.close();
  await shop.close();
  rmSync(folder, { recursive: true });
});

const said = (status: number, reason: string) => ({
  answer: {
    status,
    body: {
      error: { code: status, message: `said ${reason}`, errors: [{ reason, message: `said ${reason}` }] },
    },
  },
});
const FAULTS = {
  '429': said(429, 'rateLimitExceeded'),
  '403 rateLimitExceeded': said(403, 'rateLimitExceeded'),
  '500': said(500, 'internalError'),
  '503': said(503, 'backendError'),
  'a gateway’s page': { answer: { status: 502, body: '<html>Bad gateway</html>' } },
  'a page instead of JSON': { answer: { status: 200, body: '<html>Sign in</html>' } },
  'a connection reset before': { reset: 'before' },
  'a connection reset after': { reset: 'after' },
  'an answer cut off': { truncateAt: 10 },
  'a slow answer': { delayMs: 300 },
} as const;

const PHASES = {
  'the start of a job': { method: 'POST', path: /\/jobs(\?|$)/ },
  'a poll': { path: /\/queries\/.*maxResults=0/ },
  'a look at a job': { method: 'GET', path: /\/jobs\/tidemark/ },
  'a page': { path: /\/queries\/.*maxResults=50000/ },
  'a look at the table': { path: /\/tables\/orders/ },
} as const;

const MATRIX = Object.keys(FAULTS).flatMap((fault) =>
  Object.keys(PHASES).map((phase) => [fault, phase] as [keyof typeof FAULTS, keyof typeof PHASES]),
);

test.each(MATRIX)('%s at %s changes no version, and nothing is paid twice', async (fault, phase) => {
  shop.proxy.plan([{ ...FAULTS[fault], ...PHASES[phase], nth: 2, times: 2 }]);
  const { id, ids, retries, requests } = await snapshot();
  expect([id, ids.length, retries]).toEqual([undisturbed.id, undisturbed.ids.length, []]);
  expect(requests - undisturbed.requests).toBe(extra(fault, phase));
  const ran = await Promise.all(ids.map((job) => shop.ask('GET', `jobs/${job}`)));
  expect(ran.map(({ status, body }) => [status, body.status.state])).toEqual(ids.map(() => [200, 'DONE']));
});

/** Requests that a fault in two of them makes. That of a job that is there already says so in its status. */
function extra(fault: keyof typeof FAULTS, phase: keyof typeof PHASES): number {
  if (fault === 'a slow answer') return 0;
  return fault === 'an answer cut off' && phase === 'the start of a job' ? 1 : 2;
}

const LASTING = [
  ['source-unavailable', FAULTS['429'], 6],
  ['source-unavailable', FAULTS['503'], 6],
  ['source-unavailable', FAULTS['a connection reset before'], 6],
  ['source-unavailable', FAULTS['a connection reset after'], 6],
  ['source-denied', said(401, 'authError'), 1],
  ['source-denied', said(403, 'accessDenied'), 1],
  ['source-missing', said(404, 'notFound'), 1],
  ['source-invalid', said(400, 'invalid'), 1],
  ['source-failed', said(418, 'teapot'), 1],
] as const;

test.each(Object.entries(PHASES))(
  'what lasts at %s ends in an error that says what it is',
  async (_, phase) => {
    for (const [code, fault, times] of LASTING) {
      shop.proxy.plan([{ ...fault, ...phase, times: Infinity }]);
      shop.requests();
      const error = await failureOf((driver) =>
        phase === PHASES['a look at the table'] ? driver.columns('orders', CALL) : driver.version(CALL),
      );
      expect(error).toMatchObject({ code, message: expect.stringMatching(/^Source "shop": \w.*\w/) });
      expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(shop.token);
      if ('answer' in fault) expect(error).toMatchObject({ message: expect.stringContaining('said ') });
      const tries = shop.requests().filter((request) => {
        const method = 'method' in phase ? phase.method : 'GET';
        return request.method === method && phase.path.test(request.path);
      });
      expect([code, tries.length]).toEqual([code, times]);
    }
  },
);

const JOB_FAILURES = [
  ['backendError', 'source-unavailable', 4],
  ['rateLimitExceeded', 'source-unavailable', 4],
  ['quotaExceeded', 'source-unavailable', 1],
  ['resourcesExceeded', 'source-invalid', 1],
  ['stopped', 'cancelled', 1],
  ['timeout', 'source-timeout', 1],
  ['bytesBilledLimitExceeded', 'cost-limit', 1],
  ['invalidQuery', 'source-invalid', 1],
  ['accessDenied', 'source-denied', 1],
] as const;

test.each(JOB_FAILURES)('a job that fails by %s is %s, after %i jobs', async (reason, code, jobs) => {
  const errorResult = { reason, message: `The job failed by ${reason}.` };
  const failed = { status: 200, body: { status: { state: 'DONE', errorResult, errors: [errorResult] } } };
  const fault = { answer: failed, ...PHASES['a look at a job'] };
  const started = () => new Set(jobsOf(shop.requests()).map((job) => job.jobReference.jobId)).size;
  shop.requests();
  shop.proxy.plan([{ ...fault, times: Infinity }]);
  expect(await failureOf((driver) => driver.version(CALL))).toMatchObject({
    code,
    message: expect.stringContaining(`failed by ${reason}`),
  });
  expect(started()).toBe(jobs);
  if (jobs === 1) return;
  shop.proxy.plan([fault]);
  expect(await failureOf((driver) => driver.version(CALL))).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(started()).toBe(2);
});

/** What a driver's work failed by, or gave. */
async function failureOf(work: (driver: Driver) => Promise<unknown>): Promise<unknown> {
  const driver = await shop.source().connect();
  return work(driver).catch((error: unknown) => error);
}
