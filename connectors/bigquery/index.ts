import { parseBytes } from '../../src/base/bytes.ts';
import { parseDuration } from '../../src/base/duration.ts';
import type { Connector } from '../../src/source/connector.ts';
import { splitReference } from '../../src/source/table-reference.ts';
import { credentialsOf } from './auth.ts';
import { createClient } from './client.ts';
import { inPlace } from './dialect.ts';
import { openBigquery } from './driver.ts';
import { kindOf } from './errors.ts';
import { reachService } from './job.ts';
import type { PinPlace } from './pins.ts';
import type { BigquerySettings } from './settings.ts';
import { createStorage } from './storage.ts';

export const connector: Connector<BigquerySettings> = {
  dialect: inPlace,
  /** Also as whom: policies of rows and columns show one what they hide from another. */
  identity: (settings) => {
    const { project, dataset = '', apiEndpoint = '', keyFile, key, accessToken, impersonate } = settings;
    const who = [impersonate ?? keyFile ?? key?.env ?? accessToken?.env ?? ''].flat().at(-1);
    return `bigquery://${project}/${dataset} ${who} ${apiEndpoint}`.trim();
  },
  configure: (settings, { folder }) => {
    const {
      project,
      billingProject = project,
      location,
      dataset,
      apiEndpoint,
      storageEndpoint,
      statementTimeout,
    } = settings;
    return async ({ maxBytesBilled, moment } = {}) => {
      const credentials = await credentialsOf(settings, folder);
      const endpoint = apiEndpoint === undefined ? {} : { apiEndpoint: apiEndpoint.replace(/\/$/, '') };
      const client = createClient({ ...credentials, ...endpoint, projectId: billingProject, location });
      await reachService(client, location);
      // Beside another address of the API, Google's own of the Storage API would be another service.
      const storage =
        apiEndpoint === undefined || storageEndpoint !== undefined
          ? createStorage(credentials, billingProject, storageEndpoint)
          : undefined;
      return openBigquery(client, storage, {
        project,
        dataset,
        location,
        maxBytesBilled: maxBytesBilled ?? parseBytes(settings.maxBytesBilled),
        moment,
        pins: pinPlace(settings),
        timeoutMs: statementTimeout === undefined ? undefined : parseDuration(statementTimeout) * 1_000,
      });
    };
  },
  kindOf,
};

function pinPlace({ project, pins }: BigquerySettings): PinPlace | undefined {
  if (!pins) return undefined;
  const names = splitReference(pins.dataset, { expected: 'DATASET or PROJECT.DATASET', most: 2 });
  const [datasetId = '', projectId = project] = names.toReversed();
  return { projectId, datasetId, seconds: parseDuration(pins.expiration) };
}
