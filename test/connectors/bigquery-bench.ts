import { randomUUID } from 'node:crypto';
import { BigQuery, type BigQueryOptions, type TableMetadata } from '@google-cloud/bigquery';
import { OAuth2Client } from 'google-auth-library';
import { inject, onTestFinished } from 'vitest';
import { openSource, type SourceSettings } from '../../src/main/connectors.ts';

const TOKEN = 'token-of-the-tests';

/** A dataset of the test's own in the stand-in, dropped after it, and sources of it. */
export async function bigqueryBench(url = inject('bigquery')) {
  process.env['TIDEMARK_TEST_BIGQUERY_TOKEN'] = TOKEN;
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: TOKEN });
  const admin = new BigQuery({
    projectId: 'test',
    apiEndpoint: inject('bigquery'),
    authClient,
  } as BigQueryOptions);
  const dataset = `t_${randomUUID().replaceAll('-', '')}`;
  await admin.createDataset(dataset, { location: 'US' });
  onTestFinished(async () => {
    await admin.dataset(dataset).delete({ force: true });
  });
  const settings = {
    type: 'bigquery',
    project: 'test',
    location: 'US',
    dataset,
    apiEndpoint: url,
    accessToken: { env: 'TIDEMARK_TEST_BIGQUERY_TOKEN' },
    maxBytesBilled: '100GiB',
  } satisfies SourceSettings as SourceSettings & { type: 'bigquery' };
  return {
    admin,
    dataset,
    settings,
    source: (changes: Partial<SourceSettings & { type: 'bigquery' }> = {}) =>
      openSource('bq', { ...settings, ...changes }, { folder: '/' }),
    /** By the API, since only so the stand-in keeps how the table is partitioned. */
    createTable: async (name: string, metadata: TableMetadata) => {
      await admin.dataset(dataset).createTable(name, metadata);
    },
    run: async (query: string) => {
      const [job] = await admin.createQueryJob({
        query,
        defaultDataset: { datasetId: dataset },
        location: 'US',
      });
      await job.getQueryResults();
    },
  };
}
