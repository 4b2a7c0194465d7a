import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TidemarkError } from '../src/base/errors.ts';
import type { Ssl } from '../src/source/server-settings.ts';

/**
 * What a TLS client is told; undefined for a connection without TLS.
 * @param folder where a relative path starts from
 * @throws config-invalid where the CA file cannot be read
 */
export function tlsOptions(
  ssl: Ssl,
  ca: string | undefined,
  folder: string,
): { rejectUnauthorized: boolean; ca?: string } | undefined {
  if (ssl === 'disable') return undefined;
  if (ssl === 'require') return { rejectUnauthorized: false };
  if (ca === undefined) return { rejectUnauthorized: true };
  const file = path.resolve(folder, ca);
  try {
    return { rejectUnauthorized: true, ca: readFileSync(file, 'utf8') };
  } catch (cause) {
    throw new TidemarkError('config-invalid', `The CA file ${file} cannot be read.`, { cause });
  }
}
