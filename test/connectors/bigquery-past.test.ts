import { describe, expect, test } from 'vitest';
import type { ApiRequest, Client } from '../../connectors/bigquery/client.ts';
import { RequestError } from '../../connectors/bigquery/errors.ts';
import { pastAt } from '../../connectors/bigquery/past.ts';
import { CALL } from '../conformance/bench.ts';

const TABLE = { projectId: 'acme', datasetId: 'shop', tableId: 'orders' };
/** 2020-10-31T05:00:00.999999Z */
const MOMENT = '1604120400999999';

function answering(answer: () => Promise<unknown>) {
  const asked: ApiRequest[] = [];
  const client: Client = {
    firstPauseMs: 1,
    request: (request) => {
      asked.push(request);
      return answer() as Promise<never>;
    },
  };
  return { asked, client };
}

describe('how long BigQuery has a table’s past', () => {
  test.each([
    ['is what its dataset says', { maxTimeTravelHours: '72' }, '2020-11-03T05:00:00Z'],
    ['is seven days where that says nothing', {}, '2020-11-07T05:00:00Z'],
  ])('%s', async (_, dataset, until) => {
    const { asked, client } = answering(async () => dataset);
    const past = await pastAt(client, TABLE, MOMENT, CALL);
    expect(past).toEqual({ moment: MOMENT, at: '2020-10-31T05:00:00Z', until });
    expect(asked).toEqual([{ method: 'GET', path: 'datasets/shop', project: 'acme' }]);
  });

  test('is the least of any dataset where this one may not be looked at', async () => {
    const denied = new RequestError({ code: 403, message: 'no', errors: [{ reason: 'accessDenied' }] });
    const { client } = answering(() => Promise.reject(denied));
    expect((await pastAt(client, TABLE, MOMENT, CALL)).until).toBe('2020-11-02T05:00:00Z');
  });

  test('is not guessed where the service failed', async () => {
    const { client } = answering(() => Promise.reject(new RequestError({ code: 503, message: 'busy' })));
    await expect(pastAt(client, TABLE, MOMENT, CALL)).rejects.toThrow('busy');
  });
});
