import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/main/config/load-config.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A config whose source has these settings beside project and location. */
async function load(settings: string) {
  const folder = tempFolder();
  mkdirSync(path.join(folder, 'config'));
  const source = `{ type: bigquery, project: acme, location: EU${settings === '' ? '' : `, ${settings}`} }`;
  writeFileSync(path.join(folder, 'config', 'tidemark.yaml'), `sources: { bq: ${source} }\n`);
  return loadConfig(undefined, {}, folder);
}

test.each([
  '',
  'dataset: sales, billingProject: acme-bills',
  'keyFile: keys/robot.json',
  'key: { env: KEY }',
  'accessToken: { env: TOKEN }',
  'keyFile: k.json, impersonate: robot@acme.iam.gserviceaccount.com',
  'impersonate: [a@acme.iam.gserviceaccount.com, b@acme.iam.gserviceaccount.com]',
  'apiEndpoint: "https://bigquery-acme.p.googleapis.com", storageEndpoint: "storage-acme:443"',
  'maxBytesBilled: 2TiB, statementTimeout: 15m',
])('takes %s', async (settings) => {
  const { settings: config } = await load(settings);
  expect(config.sources['bq']).toMatchObject({ type: 'bigquery', project: 'acme', location: 'EU' });
});

test.each([
  ['keyFile: k.json, key: { env: KEY }', /at most one of keyFile, key and accessToken/],
  ['keyFile: k.json, accessToken: { env: TOKEN }', /at most one of keyFile, key and accessToken/],
  ['key: { env: KEY }, accessToken: { env: TOKEN }', /at most one of keyFile, key and accessToken/],
  ['key: s3cret', /\{ env: NAME \}/],
  ['accessToken: s3cret', /\{ env: NAME \}/],
  ['impersonate: robot', /address of a service account/],
  ['impersonate: []', /impersonate/],
  ['maxBytesBilled: lots', /bytes such as 100GiB/],
  ['maxBytesBilled: 100', /maxBytesBilled/],
  ['statementTimeout: soon', /duration such as 90s/],
  ['apiEndpoint: nowhere', /apiEndpoint/],
  ['dataset: ""', /dataset/],
  ['user: me', /user/],
])('refuses %s in words', async (settings, words) => {
  const error = await load(settings).catch((e: unknown) => e);
  expect(error).toMatchObject({ code: 'config-invalid', message: expect.stringMatching(words) });
  const { message } = error as Error;
  expect(message).toMatch(/bq/);
  expect(message).not.toMatch(/s3cret|\n +at |\.ts:\d|ZodError/);
});
