import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TidemarkError } from '../src/base/errors.ts';
import type { Ssl } from '../src/source/server-settings.ts';

/**
 * What a TLS client is told; undefined for a connection without TLS.
 * @param folder where a relative path starts from
 * @throws config-invalid where the CA file cannot be read, or holds no certificate
 */
export function tlsOptions(
  ssl: Ssl,
  ca: string | undefined,
  folder: string,
): { rejectUnauthorized: boolean; ca?: string } | undefined {
  if (ssl === 'disable') return undefined;
  if (ssl === 'require') return { rejectUnauthorized: false };
  if (ca === undefined) return { rejectUnauthorized: true };
  return { rejectUnauthorized: true, ca: authorities(path.resolve(folder, ca)) };
}

/** Looked at here, since the client would trust nobody without a word where the file is another. */
function authorities(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TidemarkError(
      'config-invalid',
      `The CA file ${file} cannot be read. Correct the source’s ca.`,
      {
        cause,
      },
    );
  }
  try {
    // Constructed for the error that it throws.
    void new X509Certificate(text);
    return text;
  } catch (cause) {
    throw new TidemarkError(
      'config-invalid',
      `The CA file ${file} holds no certificate in PEM. Correct the source’s ca.`,
      { cause },
    );
  }
}
