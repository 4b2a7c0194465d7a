import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { openSource, type SourceSettings } from '../../src/main/connectors.ts';
import { CALL } from '../conformance/bench.ts';
import { startGoogle } from './google-servers.ts';

export type Settings = Partial<SourceSettings & { type: 'bigquery' }>;

export const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
export const SECRETS = [
  'subject-s3cret',
  'client-s3cret',
  'refresh-s3cret',
  'token-of-',
  ...privateKey.split('\n').slice(1, -2),
];

export const SERVICE_ACCOUNT = {
  type: 'service_account',
  project_id: 'test',
  private_key_id: 'id',
  private_key: privateKey,
  client_email: 'robot@test.iam.gserviceaccount.com',
  client_id: '1',
  token_uri: 'https://oauth2.googleapis.com/token',
};
export const USER = {
  type: 'authorized_user',
  client_id: 'c',
  client_secret: 'client-s3cret',
  refresh_token: 'refresh-s3cret',
};
const IDENTITY_POOL = {
  type: 'external_account',
  audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/x',
  subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
  token_url: 'https://sts.googleapis.com/v1/token',
};

export const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-test-'));
export const file = (name: string, content: unknown) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(path.join(folder, name), text);
  return name;
};
/** Looks at a table, once. @param apiEndpoint of whom */
export async function look(apiEndpoint: string, changes: Settings): Promise<unknown> {
  const place = {
    project: 'test',
    location: 'US',
    dataset: 'd',
    apiEndpoint,
    maxBytesBilled: '1GiB',
  };
  const settings = { type: 'bigquery', ...place, ...changes } as SourceSettings;
  const { connect } = await openSource('shop', settings, { folder });
  return (await connect()).columns('t', CALL);
}

export const inEnvironment = (value: unknown) => {
  process.env['TIDEMARK_TEST_KEY'] = typeof value === 'string' ? value : JSON.stringify(value);
  return { env: 'TIDEMARK_TEST_KEY' };
};
export const pool = () => {
  file('subject', 'subject-s3cret');
  return { ...IDENTITY_POOL, credential_source: { file: path.join(folder, 'subject') } };
};

/** Google's servers, to which this process's environment leads, and which know nothing of this machine. */
export function useGoogle(): () => Awaited<ReturnType<typeof startGoogle>> {
  let google: Awaited<ReturnType<typeof startGoogle>>;

  beforeAll(async () => {
    google = await startGoogle(folder);
    process.env['HTTPS_PROXY'] = google.url;
    // The certificate is made by the test.
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    // Nothing of this machine's own.
    process.env['CLOUDSDK_CONFIG'] = path.join(folder, 'none');
    process.env['METADATA_SERVER_DETECTION'] = 'none';
  });
  beforeEach(() => {
    delete process.env['GOOGLE_APPLICATION_CREDENTIALS'];
    google.refuse(undefined);
    google.asked();
  });
  afterAll(() => {
    google.stop();
    rmSync(folder, { recursive: true });
  });
  return () => google;
}
