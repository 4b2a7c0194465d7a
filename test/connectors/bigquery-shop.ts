import type { BigQueryOptions } from '@google-cloud/bigquery';
import { OAuth2Client } from 'google-auth-library';
import { inject } from 'vitest';
import { createClient } from '../../connectors/bigquery/client.ts';
import { inPlace } from '../../connectors/bigquery/dialect.ts';
import { type DriverOptions, openBigquery } from '../../connectors/bigquery/driver.ts';
import { kindOf } from '../../connectors/bigquery/errors.ts';
import type { Source } from '../../src/scan/dataset.ts';
import { withErrors } from '../../src/source/with-errors.ts';
import { bigqueryFixture } from '../conformance/bigquery-fixture.ts';
import { startFaultProxy } from '../services/fault-proxy.ts';

/** Five tries, with pauses that sum up to less than a tenth of a second. */
const PATIENCE = { retries: 5, firstPauseMs: 1, timeoutMs: 90_000 };
const TOKEN = 'token-of-the-shop';

export type JobBody = {
  readonly jobReference: { readonly jobId: string };
  readonly configuration: {
    readonly labels: Readonly<Record<string, string>>;
    readonly dryRun?: boolean;
    readonly jobTimeoutMs?: string;
    readonly query: { readonly query: string; readonly maximumBytesBilled: string };
  };
};

/** A dataset of the stand-in's with a table `orders`: three days, two rows each; and a proxy in front of it. */
export async function openBigqueryShop() {
  const proxy = await startFaultProxy(inject('bigquery'));
  const fixture = await bigqueryFixture();
  const { settings } = fixture;
  if (settings.type !== 'bigquery') throw new Error('not BigQuery');
  const { project, location, dataset } = settings;
  await fixture.run?.(
    `CREATE TABLE orders AS SELECT i AS id, CONCAT('note ', CAST(i AS STRING)) AS note, TIMESTAMP_ADD(TIMESTAMP
      '2020-10-01 00:00:00+00', INTERVAL i * 12 HOUR) AS \`at\` FROM UNNEST(GENERATE_ARRAY(0, 5)) AS i`,
  );
  const clientTo = (apiEndpoint: string, token: string) => {
    const authClient = new OAuth2Client();
    authClient.setCredentials({ access_token: token });
    const options = { projectId: project, apiEndpoint, authClient, location } as BigQueryOptions;
    return createClient(options, PATIENCE);
  };

  /** A source that asks through the proxy, and does not wait long. */
  const source = (changes: Partial<DriverOptions> = {}, endpoint = proxy.url, token = TOKEN): Source => ({
    name: 'shop',
    identity: `bigquery ${dataset}`,
    dialect: inPlace({ project, dataset }),
    connect: withErrors(
      'shop',
      async (limits) =>
        openBigquery(clientTo(endpoint, token), undefined, {
          project,
          dataset,
          location,
          maxBytesBilled: limits?.maxBytesBilled ?? 2n ** 40n,
          timeoutMs: undefined,
          ...changes,
        }),
      kindOf,
    ),
  });
  /** What the stand-in itself answers, past the proxy. */
  const ask = async (method: string, path: string) => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const answer = await fetch(`${inject('bigquery')}/bigquery/v2/projects/${project}/${path}`, {
      method,
      headers,
    });
    return { status: answer.status, body: (await answer.json()) as ReturnType<typeof JSON.parse> };
  };
  let seen = 0;
  return {
    settings,
    fixture,
    proxy,
    source,
    token: TOKEN,
    ask,
    /** Requests since the last call. */
    requests: () => {
      const all = proxy.requests();
      const since = all.slice(seen);
      seen = all.length;
      return since;
    },
    close: async () => {
      await fixture.close();
      await proxy.stop();
    },
  };
}

/** The jobs that requests wanted to start; a dry run is none. */
export function jobsOf(requests: readonly { method: string; path: string; body?: string }[]): JobBody[] {
  return requests
    .filter(({ method, path }) => method === 'POST' && /\/jobs(\?|$)/.test(path))
    .map(({ body }) => JSON.parse(body ?? '{}') as JobBody)
    .filter(({ configuration }) => configuration.dryRun !== true);
}
