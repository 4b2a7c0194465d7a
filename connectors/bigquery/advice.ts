import type { DriverErrorKind } from '../../src/source/driver.ts';

const NETWORK_CODES = /^(E[A-Z]|ERR_|UND_ERR)/;

/**
 * What to do about an error, where it is another thing than with most engines.
 * @param code the HTTP status, or the network's word; undefined of a job
 * @param reason the API's word; empty where another server was at fault, such as one that gives tokens
 */
export function adviceOn(kind: DriverErrorKind, code: unknown, reason: string): string | undefined {
  if (kind === 'denied' && reason !== '' && code !== 401) {
    return 'Grant the account BigQuery Data Viewer on the dataset, and BigQuery Job User on the project that is billed.';
  }
  if (kind === 'denied') {
    return 'Check the source’s keyFile, key, accessToken or impersonate, or else the application default credentials; a token may have expired.';
  }
  if (code === 'ENOENT')
    return 'Check the path of the source’s keyFile, which starts from the config’s base folder.';
  if (NETWORK_CODES.test(String(code))) {
    return 'Check that this machine reaches the API, and that the source’s apiEndpoint, if it has one, is right.';
  }
  return undefined;
}
