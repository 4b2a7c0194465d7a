import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { sql } from '../../src/source/sql.ts';
import { type Certificates, makeCertificates } from '../services/certificates.ts';
import { startMariadb } from '../services/mariadb.ts';
import { tlsSuite } from './tls-suite.ts';

const CIPHER = sql`SHOW SESSION STATUS WHERE Variable_name = 'Ssl_cipher'`;

let folder: string;
let certificates: Certificates;
let server: Awaited<ReturnType<typeof startMariadb>>;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tidemark-tls-'));
  certificates = makeCertificates(folder);
  server = await startMariadb(certificates);
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
});

const { refusal, told } = tlsSuite(() => ({
  type: 'mysql',
  url: server.url,
  certificates,
  urlWithout: inject('mariadb'),
  cipher: CIPHER,
}));

test('verify refuses an address, which the client cannot compare with a certificate', async () => {
  expect(await refusal({ ssl: 'verify', ca: certificates.ca }, { host: '127.0.0.1' })).toEqual(
    told('config-invalid', /127\.0\.0\.1 is an address.* Set host to the name/),
  );
});

test('disable is refused for a user who must come with TLS', async () => {
  const admin = await mysql.createConnection(inject('mariadb'));
  await admin.query("CREATE USER only_tls@'%' IDENTIFIED BY 'pw' REQUIRE SSL");
  try {
    const url = Object.assign(new URL(inject('mariadb')), { username: 'only_tls', password: 'pw' }).href;
    expect(await refusal({ ssl: 'disable' }, { url })).toEqual(
      told('source-denied', /denied.*only_tls.* may ask for TLS: set ssl/),
    );
  } finally {
    await admin.query("DROP USER only_tls@'%'");
    await admin.end();
  }
});
