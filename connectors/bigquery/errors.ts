import type { DriverErrorKind } from '../../src/source/driver.ts';
import { adviceOn } from './advice.ts';

/** An error as the API gives it, of a request or of a job. https://cloud.google.com/bigquery/docs/error-messages */
export interface ApiError {
  readonly reason: string;
  readonly message: string;
}

/** A job that ended with an error. */
export class JobError extends Error {
  readonly reason: string;
  readonly advice: string | undefined;

  constructor({ reason, message }: ApiError) {
    super(message);
    this.name = 'JobError';
    this.reason = reason;
    this.advice = adviceOn(kindOf(this), undefined, reason);
  }
}

/**
 * A request that failed. Of the library's error only this is kept: it carries the request, and with it the token or the
 * signed assertion.
 */
export class RequestError extends Error {
  /** The HTTP status, or the network's word. */
  readonly code: unknown;
  readonly reason: string;
  readonly kind: DriverErrorKind;
  readonly advice: string | undefined;

  constructor(error: unknown) {
    super(messageOf(error));
    this.name = 'RequestError';
    this.code = (error as { code?: unknown }).code;
    this.reason = reasonOf(error);
    this.kind = kindOf(error);
    this.advice = adviceOn(this.kind, this.code, this.reason);
  }
}

/** The library puts its own words before several messages, such as that of the status and the page of a gateway. */
function messageOf(error: unknown): string {
  const { code, message, errors, response } = error as {
    code?: unknown;
    message?: string;
    errors?: readonly { message?: string }[];
    response?: { statusMessage?: string };
  };
  if (errors?.[0]?.message !== undefined) return errors[0].message;
  const [first = String(error)] = (message ?? '').split('\n');
  return first.startsWith('Multiple errors') ? `HTTP ${code} ${response?.statusMessage ?? ''}`.trim() : first;
}

const BY_REASON: Readonly<Record<string, DriverErrorKind>> = {
  accessDenied: 'denied',
  authError: 'denied',
  blocked: 'denied',
  forbidden: 'denied',
  billingNotEnabled: 'denied',
  notFound: 'missing',
  backendError: 'transient',
  internalError: 'transient',
  jobBackendError: 'transient',
  jobInternalError: 'transient',
  jobRateLimitExceeded: 'transient',
  quotaExceeded: 'transient',
  rateLimitExceeded: 'transient',
  userRateLimitExceeded: 'transient',
  tableUnavailable: 'transient',
  bytesBilledLimitExceeded: 'invalid',
  outOfRange: 'invalid',
  stopped: 'cancelled',
  timeout: 'timeout',
  invalid: 'invalid',
  invalidQuery: 'invalid',
  resourcesExceeded: 'invalid',
  responseTooLarge: 'invalid',
};

/** Those of HTTP, and below 17 gRPC's. https://grpc.io/docs/guides/status-codes/ */
const BY_STATUS: Readonly<Record<number, DriverErrorKind>> = {
  1: 'cancelled',
  3: 'invalid',
  4: 'transient',
  5: 'missing',
  7: 'denied',
  8: 'transient',
  9: 'invalid',
  10: 'transient',
  11: 'invalid',
  13: 'transient',
  14: 'transient',
  16: 'denied',
  400: 'invalid',
  401: 'denied',
  403: 'denied',
  404: 'missing',
  408: 'transient',
  429: 'transient',
  500: 'transient',
  502: 'transient',
  503: 'transient',
  504: 'transient',
};

/** What the network, or an answer that breaks off, says. */
const NETWORK =
  /^(ECONN|EPIPE|ETIMEDOUT|ESOCKETTIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_STREAM_PREMATURE_CLOSE|UND_ERR)/;
const BROKEN_OFF =
  /socket hang up|premature close|network timeout|aborted|invalid json|unexpected end of json/i;
const NO_CREDENTIALS =
  /could not load the default credentials|invalid_grant|invalid_client|unable to (detect|impersonate)|incoming JSON object|PEM|DECODER/i;

/** What one can do about an error of the API, of the network or of the client library. */
export function kindOf(error: unknown): DriverErrorKind {
  if (error instanceof RequestError) return error.kind;
  const {
    code,
    type,
    message = '',
    cause,
  } = (error ?? {}) as {
    code?: unknown;
    type?: unknown;
    message?: string;
    cause?: unknown;
  };
  const reason = reasonOf(error);
  if (/timed out/i.test(message) && reason === 'stopped') return 'timeout';
  const byReason = BY_REASON[reason];
  if (byReason) return byReason;
  const byStatus = BY_STATUS[Number(code)];
  // A server that gives tokens has the same status for a key that it does not take.
  if (byStatus === 'invalid' && NO_CREDENTIALS.test(message)) return 'denied';
  if (byStatus) return byStatus;
  if (NETWORK.test(String(code)) || NETWORK.test(String(type)) || BROKEN_OFF.test(message))
    return 'transient';
  if (code === 'ENOTFOUND' || code === 'ENOENT') return 'missing';
  if (NO_CREDENTIALS.test(message)) return 'denied';
  return cause === undefined ? 'unknown' : kindOf(cause);
}

/** The API's own word for what is wrong; empty where there is none. OpenSSL's errors have a reason of their own. */
export function reasonOf(error: unknown): string {
  if (error instanceof JobError || error instanceof RequestError) return error.reason;
  const { errors } = (error ?? {}) as { errors?: readonly { reason?: unknown }[] };
  return String(errors?.[0]?.reason ?? '');
}
