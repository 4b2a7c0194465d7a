import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findServer } from './find-server.ts';
import { handOver, type ServerUser } from './server-user.ts';

/** PEM files of a server that is trusted by `ca`, and not by `otherCa`. */
export interface Certificates {
  readonly ca: string;
  readonly otherCa: string;
  readonly certificate: string;
  readonly key: string;
}

/** Makes a certificate for localhost and 127.0.0.1, and for no other name, in the folder. */
export function makeCertificates(folder: string): Certificates {
  const openssl = findServer(['openssl'], 'openssl', []);
  const run = (...args: readonly string[]) => execFileSync(openssl, args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  for (const name of ['ca', 'other-ca']) {
    run('req', '-x509', ...key, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', `/CN=${name}`);
  }
  run('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=server');
  writeFileSync(path.join(folder, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names'];
  run('x509', '-req', '-in', 'server.csr', ...signed, '-out', 'server.pem', '-days', '2');
  const file = (name: string) => path.join(folder, name);
  return {
    ca: file('ca.pem'),
    otherCa: file('other-ca.pem'),
    certificate: file('server.pem'),
    key: file('server.key'),
  };
}

/** Copies of certificate and key in the server's folder that belong to it: it takes a key from nobody else. */
export function installCertificates({ certificate, key }: Certificates, folder: string, user: ServerUser) {
  const own = { certificate: path.join(folder, 'server.pem'), key: path.join(folder, 'server.key') };
  copyFileSync(certificate, own.certificate);
  copyFileSync(key, own.key);
  chmodSync(own.key, 0o600);
  handOver(user, own.certificate, own.key);
  return own;
}
