import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { sql } from '../../src/source/sql.ts';
import { type Certificates, makeCertificates } from '../services/certificates.ts';
import { type PostgresServer, startPostgres } from '../services/postgres.ts';
import { tlsSuite } from './tls-suite.ts';

const CIPHER = sql`SELECT cipher FROM pg_stat_ssl WHERE ssl AND pid = pg_backend_pid()`;

let folder: string;
let certificates: Certificates;
let server: PostgresServer;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tidemark-tls-'));
  certificates = makeCertificates(folder);
  server = await startPostgres(certificates);
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
});

const { cipher } = tlsSuite(() => ({
  type: 'postgres',
  url: server.url,
  certificates,
  urlWithout: inject('postgres'),
  cipher: CIPHER,
}));

test('verify compares an address with those of the certificate', async () => {
  expect(await cipher({ ssl: 'verify', ca: certificates.ca }, '127.0.0.1')).toMatch(/[A-Z]/);
});
