import type { ErrorCode } from '../base/error-codes.ts';
import { TidemarkError } from '../base/errors.ts';
import { cancelled, damaged, missing } from './store-errors.ts';

/** What S3 calls the error, or the operating system, and the HTTP status of its answer. */
export interface S3Fault {
  readonly name: string;
  readonly status: number | undefined;
}

const DIGESTS = ['BadDigest', 'InvalidDigest', 'XAmzContentSHA256Mismatch', 'XAmzContentChecksumMismatch'];
const FULL = /StorageFull|InsufficientStorage|QuotaExceeded|ENOSPC/;
const DENIED =
  /^(AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken|XAdminUserNotFound|TokenRefreshRequired|RequestTimeTooSkewed|CredentialsProviderError|TokenProviderError)$/;
const WRONG_PLACE =
  /^(NoSuchBucket|InvalidBucketName|PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException)$/;
const NETWORK =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|TimeoutError|RequestTimeout|SlowDown)$/;
const TLS = /^(ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|EPROTO|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+)$/;

/** Without what the client's error carries beside it: the request, with its signature and its session token. */
function bareCause(error: unknown): Error {
  const { name, status } = faultOf(error);
  const bare = new Error(error instanceof Error ? error.message : String(error));
  return Object.assign(bare, { name, $metadata: { httpStatusCode: status } });
}

export function faultOf(error: unknown): S3Fault {
  const { name, code, Code, $metadata } = (error ?? {}) as Record<string, unknown> & {
    $metadata?: { httpStatusCode?: number };
  };
  const own = [Code, code, name].find((n) => typeof n === 'string' && n !== '' && n !== 'Error');
  return { name: String(own ?? 'Error'), status: $metadata?.httpStatusCode };
}

/** What S3 or the way to it says, as what it means for the store. @param key what was asked for, where it was one object */
export function s3Error(
  error: unknown,
  place: string,
  key: string | undefined,
  signal: AbortSignal,
): unknown {
  if (error instanceof TidemarkError) return error;
  const cause = bareCause(error);
  if (signal.aborted) return cancelled(place, cause);
  const { name, status } = faultOf(error);
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
  const said = `${name}${status === undefined ? '' : ` (${status})`}${message === '' || message === name ? '' : `: ${message.replace(/\.$/, '')}`}`;
  const told = (code: ErrorCode, advice: string) =>
    new TidemarkError(code, `The store ${place} says ${said}. ${advice}`, { cause });
  if (DIGESTS.includes(name))
    return damaged(
      place,
      key ?? 'what was sent',
      `it arrived as something else, and was not added, ${said}`,
      error,
    );
  if (FULL.test(name) || status === 507)
    return told('disk-full', 'Nothing was added; make room there and run again.');
  if (name === 'RequestTimeTooSkewed') return told('store-denied', 'Set this machine’s clock.');
  if (DENIED.test(name) || status === 403 || status === 401) {
    return told(
      'store-denied',
      'Check the credentials, and their rights to read, write and list the bucket.',
    );
  }
  if (TLS.test(name))
    return told(
      'store-invalid',
      'Check the endpoint, and that its certificate is trusted (NODE_EXTRA_CA_CERTS).',
    );
  if (WRONG_PLACE.test(name) || /Region is missing/.test(message)) {
    return told('store-invalid', 'Check bucket, region and endpoint ("store" in the config).');
  }
  if (status === 404 && key !== undefined) return missing(place, key);
  if (status === 416 && key !== undefined)
    return damaged(place, key, 'it is shorter than it should be', cause);
  if (
    NETWORK.test(name) ||
    status === 429 ||
    status === 408 ||
    (status !== undefined && status >= 500 && status !== 501)
  ) {
    return told('store-unavailable', 'Try again later; check that the endpoint is right.');
  }
  return told('store-failed', 'See what its server says.');
}
