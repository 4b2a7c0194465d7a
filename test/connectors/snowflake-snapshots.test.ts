import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openSource } from '../../src/main/connectors.ts';
import { AT, ID, NOON } from '../conformance/bench.ts';
import type { Fixture, TestRow } from '../conformance/fixture.ts';
import { snowflakeFixture } from '../conformance/snowflake-fixture.ts';
import { startFaultProxy } from '../services/fault-proxy.ts';
import { openSnapshots } from '../support/snapshots.ts';

const DAY = 86_400_000_000n;
const ROWS = Array.from({ length: 60 }, (_, i): TestRow => [BigInt(i), NOON + BigInt(i % 3) * DAY]);
const QUERY = { method: 'POST', path: /query-request/ };

let fixture: Fixture;
let proxy: Awaited<ReturnType<typeof startFaultProxy>>;
beforeAll(async () => {
  fixture = await snowflakeFixture();
  await fixture.create('orders', [ID, AT], ROWS);
  proxy = await startFaultProxy(inject('snowflake'));
});
afterAll(async () => {
  await proxy.stop();
  await fixture.close();
});

async function snapshot() {
  const settings = { ...fixture.settings, accessUrl: proxy.url } as typeof fixture.settings;
  // One chunk a day, so that there is more than one digest to lose.
  const { take } = await openSnapshots(await openSource('test', settings, { folder: '/' }), {
    rowsPerScan: 20n,
  });
  const { version } = await take();
  return version;
}

const FAULTS = [
  ['429', { answer: { status: 429 } }],
  ['500', { answer: { status: 500 } }],
  ['503', { answer: { status: 503 } }],
  ['a connection that is reset before', { reset: 'before' }],
  ['a connection that is reset after', { reset: 'after' }],
  ['a slow answer', { delayMs: 3_000 }],
  ['an answer that ends too soon', { truncateAt: 30 }],
] as const;

test.each(FAULTS)('%s to any query: the same version', async (_, fault) => {
  const expected = await snapshot();
  // The session's set-up, and a digest.
  for (const nth of [1, 8]) {
    proxy.plan([{ ...QUERY, ...fault, nth }]);
    const { id, facts } = await snapshot();
    expect({ nth, id, rows: facts.rows }).toEqual({ nth, id: expected.id, rows: '60' });
  }
  proxy.plan([]);
});
