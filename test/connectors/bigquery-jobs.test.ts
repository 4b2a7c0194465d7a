import { expect, test } from 'vitest';
import type { ApiRequest, Client } from '../../connectors/bigquery/client.ts';
import { dryRun } from '../../connectors/bigquery/job.ts';
import { CALL } from '../conformance/bench.ts';

test('a job computes in UTC, whatever the project’s default time zone is', async () => {
  const asked: ApiRequest[] = [];
  const client: Client = {
    request: async <T>(request: ApiRequest) => {
      asked.push(request);
      return {} as T;
    },
    firstPauseMs: 1,
  };
  await dryRun(
    client,
    'EU',
    { text: '', parameters: [], maximumBytesBilled: 1n, timeoutMs: undefined },
    CALL,
  );
  const query = { connectionProperties: [{ key: 'time_zone', value: 'UTC' }] };
  expect(asked).toMatchObject([{ body: { configuration: { query } } }]);
});
