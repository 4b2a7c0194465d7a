import path from 'node:path';
import { expect, test } from 'vitest';
import { openSource, type SourceSettings } from '../../src/main/connectors.ts';
import { allRows } from '../../src/source/all-rows.ts';
import type { Ssl } from '../../src/source/server-settings.ts';
import type { Sql } from '../../src/source/sql.ts';
import { CALL } from '../conformance/bench.ts';
import type { Certificates } from '../services/certificates.ts';

/** What a source says about TLS. */
interface Tls {
  readonly ssl: Ssl;
  readonly ca?: string;
}

/** A server that speaks nothing but TLS, with a certificate for localhost, and one that does not know it. */
export interface TlsFixture {
  readonly type: 'postgres' | 'mysql';
  readonly url: string;
  readonly certificates: Certificates;
  readonly urlWithout: string;
  /** Its last column is the session's cipher; empty, or no row, where there is none. */
  readonly cipher: Sql;
}

/** A name of this machine that the certificate lacks: the short way to write 127.0.0.1, which for TLS is a name. */
const OTHER_NAME = '127.1';
const URL_VARIABLE = 'TIDEMARK_TEST_TLS_URL';

/** Holds a connector to what `ssl` and `ca` promise. @returns what an engine's own tests need of it */
export function tlsSuite(open: () => TlsFixture) {
  const source = (url: string, { ssl, ca }: Tls, host = 'localhost') => {
    const at = new URL(url);
    at.hostname = 'placeholder';
    process.env[URL_VARIABLE] = at.href.replace('placeholder', host);
    const settings = {
      type: open().type,
      url: { env: URL_VARIABLE },
      ssl,
      ...(ca === undefined ? {} : { ca }),
    };
    const schema = open().type === 'postgres' ? { schema: 'public' } : {};
    return openSource('live', { ...settings, ...schema } as SourceSettings, { folder: '/' });
  };
  const cipher = async (tls: Tls, host?: string) => {
    const driver = await (await source(open().url, tls, host)).connect();
    try {
      return (await allRows(driver.rows(open().cipher, CALL)))[0]?.at(-1);
    } finally {
      await driver.close();
    }
  };
  const refusal = async (tls: Tls, { host, url = open().url }: { host?: string; url?: string } = {}) => {
    const connected = source(url, tls, host).then((s) => s.connect());
    const error = await connected.then(
      (driver) => driver.close().then(() => 'connected'),
      (e: unknown) => e as Error & { code: string },
    );
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('rd-of-tests');
    return typeof error === 'string' ? error : { code: error.code, message: error.message };
  };
  const told = (code: string, message: RegExp) => ({ code, message: expect.stringMatching(message) });

  test('verify, with the authority that signed the certificate, is encrypted', async () => {
    expect(await cipher({ ssl: 'verify', ca: open().certificates.ca })).toMatch(/[A-Z]/);
  });

  test('require is encrypted, whatever the certificate and the name', async () => {
    expect(await cipher({ ssl: 'require' }, OTHER_NAME)).toMatch(/[A-Z]/);
  });

  test('verify refuses a server whose certificate nobody trusted has signed', async () => {
    const expected = told('source-invalid', /Source "live": .*certificate.* Set ca to the PEM file/);
    expect(await refusal({ ssl: 'verify' })).toEqual(expected);
    expect(await refusal({ ssl: 'verify', ca: open().certificates.otherCa })).toEqual(expected);
  });

  test('verify refuses a server by a name that its certificate lacks', async () => {
    const tls: Tls = { ssl: 'verify', ca: open().certificates.ca };
    expect(await refusal(tls, { host: OTHER_NAME })).toEqual(
      told('source-invalid', /Source "live": .*127\.1.* Set host to a name that the certificate holds/),
    );
  });

  test('disable is refused by a server that asks for TLS', async () => {
    expect(await refusal({ ssl: 'disable' })).toEqual(
      told('source-denied', /Source "live": .*(no encryption|SSL off|insecure transport|may ask for TLS)/),
    );
  });

  test('require and verify refuse a server without TLS', async () => {
    const url = open().urlWithout;
    for (const tls of [{ ssl: 'require' }, { ssl: 'verify', ca: open().certificates.ca }] as const) {
      expect(await refusal(tls, { url })).toEqual(
        told('source-invalid', /Source "live": .*does not support .*Turn TLS on in the server/),
      );
    }
  });

  test('a file of authorities that is missing, or holds none, is named', async () => {
    const missing = path.join(path.dirname(open().certificates.ca), 'missing.pem');
    for (const ca of [missing, open().certificates.key]) {
      const error = await refusal({ ssl: 'verify', ca });
      expect(error).toEqual(told('config-invalid', /CA file .* (cannot be read|holds no certificate)/));
      expect(error).toMatchObject({ message: expect.stringContaining(ca) });
    }
  });

  return { cipher, refusal, told };
}
