import { TidemarkError } from '../../src/base/errors.ts';
import type { DriverErrorKind } from '../../src/source/driver.ts';

/**
 * What Snowflake or its client said, and nothing else of its error: that one holds the answer, and at times the
 * request, with what is secret in it.
 */
class SnowflakeFailure extends Error {
  override readonly name = 'SnowflakeFailure';
  readonly code: string;
  readonly sqlState: string;

  constructor(message: string, code: string, sqlState: string) {
    super(message);
    this.code = code;
    this.sqlState = sqlState;
  }
}

interface ClientError {
  readonly message?: string;
  readonly code?: unknown;
  readonly sqlState?: unknown;
  readonly cause?: { readonly code?: unknown };
  readonly response?: { readonly status?: unknown };
}

/** The error as one that may be shown. */
export function failureOf(error: unknown): Error {
  if (error instanceof TidemarkError || error instanceof SnowflakeFailure) return error;
  const { message = '', code = '', sqlState = '', cause, response } = (error ?? {}) as ClientError;
  const network = String(cause?.code ?? '');
  // The client says no more of a connection that was refused than the address.
  const detail = network && !message.includes(network) ? `${message} (${network})` : message;
  const status = response?.status === undefined ? '' : ` (HTTP ${String(response.status)})`;
  const said = detail.replace(/^SQL compilation error:\s*/, '').replaceAll(/\s*\n\s*/g, ' ');
  return new SnowflakeFailure(said + status, String(code), String(sqlState));
}

/** Of the server's errors, by number; those of the client have six digits that begin with 4. */
const CODES: Readonly<Record<string, DriverErrorKind>> = {
  // Object does not exist or not authorized; also a database, a schema, a warehouse.
  '002003': 'missing',
  '002043': 'missing',
  // Insufficient privileges.
  '003001': 'denied',
  '003041': 'denied',
  '000604': 'cancelled',
  // Of a statement, and of its time in the warehouse's queue.
  '000630': 'timeout',
  '000631': 'timeout',
  // No active warehouse.
  '000606': 'invalid',
  // An internal error; the warehouse was suspended; too many queries wait.
  '000603': 'transient',
  '000605': 'transient',
  '000608': 'transient',
  '000609': 'transient',
  // The session has expired, or is gone.
  '390104': 'transient',
  '390111': 'transient',
  '390112': 'transient',
  '390114': 'transient',
  '390189': 'denied',
  '390201': 'denied',
  // The service is not available.
  '401001': 'transient',
  '401002': 'transient',
  '401003': 'transient',
  '401004': 'transient',
  '402001': 'transient',
  '402002': 'transient',
  '405503': 'transient',
  '407001': 'transient',
  '407002': 'transient',
};

const STATES: readonly (readonly [prefix: string, kind: DriverErrorKind])[] = [
  ['42501', 'denied'],
  ['42S02', 'missing'],
  ['57014', 'timeout'],
  ['08', 'transient'],
  ['22', 'invalid'],
  ['42', 'invalid'],
  ['0A', 'invalid'],
];

/** What one can do about an error of Snowflake, of the network or of the client library. */
export function kindOf(error: unknown): DriverErrorKind {
  const { code, sqlState } = failureOf(error) as SnowflakeFailure;
  const known = CODES[code];
  if (known) return known;
  // Logging in: the user, its password, key or token, its network policy, the role.
  if (/^39\d{4}$/.test(code)) return 'denied';
  return STATES.find(([prefix]) => (sqlState ?? '').startsWith(prefix))?.[1] ?? 'unknown';
}

const NO_HISTORY = /time travel data is not available/i;

/** The history that the moment is in is gone, which is told with what is still possible. */
export function historyError(error: Error): Error {
  if (!NO_HISTORY.test(error.message)) return error;
  return new TidemarkError(
    'moment-gone',
    `${error.message.replace(/\.$/, '')}. The state that this command began with is past the table's Time Travel, or the table was ` +
      'made anew meanwhile. Run it again, which takes the state of then; for a table that takes longer than its history, set ' +
      'DATA_RETENTION_TIME_IN_DAYS to 1 or more. A version that was pinned stays readable either way.',
    { cause: error },
  );
}
