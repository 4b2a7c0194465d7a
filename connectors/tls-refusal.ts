/** The code of what `tlsRefusal` makes: to try again does not help. */
export const TLS_REFUSED = 'TIDEMARK_TLS_REFUSED';

/** What the TLS client says, and what one does about it. */
const ADVICE: readonly (readonly [said: RegExp, advice: string])[] = [
  [
    /does not support (SSL|secure)/i,
    'Turn TLS on in the server, or set ssl: disable, which sends everything unencrypted.',
  ],
  [/altnames/i, 'Set host to a name that the certificate holds, or give the server one for this name.'],
  [
    /self-signed|issuer certificate|verify the first certificate/i,
    'Set ca to the PEM file of the authority that signed the server’s certificate.',
  ],
  [/certificate (has expired|is not yet valid)/i, 'Give the server a certificate that is valid now.'],
];
const OTHERWISE = 'See which TLS, and which certificate, the server has.';

const TLS_CODE = /^(ERR_TLS|ERR_SSL|CERT_|HANDSHAKE_SSL)/;
const LOST = /ECONNRESET|EPIPE|socket disconnected/;

/** Why there is no connection: the error as it is, but where the two did not agree on TLS, one that says what to do. */
export function tlsRefusal(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  // mysql2 calls it an error of TLS also where the server went away during the handshake.
  if (LOST.test(error.message)) return Object.assign(error, { code: 'ECONNRESET' });
  const advice = ADVICE.find(([said]) => said.test(error.message))?.[1];
  if (advice === undefined && !TLS_CODE.test(code)) return error;
  const said = (error.message.split('\n')[0] ?? '').replace(/\.$/, '');
  return Object.assign(new Error(`${said}. ${advice ?? OTHERWISE}`, { cause: error }), { code: TLS_REFUSED });
}
