import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { makeCertificates } from '../services/certificates.ts';

interface Asked {
  /** Host and path: `oauth2.googleapis.com/token`. */
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** An answer of the servers that give tokens, instead of a token. */
interface Refusal {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Google's servers as far as they give tokens, and BigQuery with one table `d.t`. Whoever has them for an HTTPS proxy
 * finds those that give tokens behind it, whose certificate is no one's.
 * @param folder for the certificate
 */
export async function startGoogle(folder: string) {
  const asked: Asked[] = [];
  let refusal: Refusal | undefined;
  const handle: http.RequestListener = async (request, response) => {
    const url = `${request.headers.host}${request.url?.split('?')[0]}`;
    const body = await text(request);
    asked.push({ url, authorization: request.headers.authorization, body });
    const isApi = url.includes('/bigquery/v2/');
    const refused = isApi ? NO_TOKEN[`${request.headers.authorization === undefined}`] : refusal;
    const { status, body: answer } = refused ?? { status: 200, body: answerOf(url) };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };
  const files = makeCertificates(folder);
  const tokens = https.createServer(
    { cert: readFileSync(files.certificate), key: readFileSync(files.key) },
    handle,
  );
  const api = http.createServer(handle);
  api.on('connect', (_, socket) => {
    const upstream = connect(portOf(tokens), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  await Promise.all([tokens, api].map((server) => once(server.listen(0, '127.0.0.1'), 'listening')));
  return {
    url: `http://127.0.0.1:${portOf(api)}`,
    /** Requests since the last call. */
    asked: () => asked.splice(0),
    refuse: (how: Refusal | undefined) => {
      refusal = how;
    },
    stop: () => {
      for (const server of [tokens, api]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

const NO_TOKEN: Readonly<Record<string, Refusal>> = {
  true: {
    status: 401,
    body: { error: { code: 401, message: 'no token', errors: [{ reason: 'required' }] } },
  },
};

function portOf(server: http.Server | https.Server): number {
  return (server.address() as AddressInfo).port;
}

function answerOf(url: string): unknown {
  if (url.includes('/bigquery/v2/')) {
    return { type: 'TABLE', id: 't', schema: { fields: [{ name: 'id', type: 'INTEGER' }] } };
  }
  const [host = '', rest = ''] = url.split(/\.googleapis\.com\//);
  if (host === 'iamcredentials') {
    const account = /serviceAccounts\/([^@]+)@/.exec(decodeURIComponent(rest))?.[1];
    return { accessToken: `token-of-${account}`, expireTime: new Date(Date.now() + 3_600_000).toISOString() };
  }
  return {
    access_token: `token-of-${host}`,
    token_type: 'Bearer',
    expires_in: 3_600,
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  };
}
