import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { TidemarkError } from '../base/errors.ts';
import { resolveSecret } from '../source/secret.ts';
import { isEndpoint, type S3Settings } from './store-settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface S3Limits {
  readonly connectMs: number;
  /** How long nothing may come or go before a request is tried again. */
  readonly idleMs: number;
  /** How often a request is tried in all. */
  readonly attempts: number;
}

/** A server may be silent while it puts the parts of a large object together. */
export const S3_LIMITS: S3Limits = { connectMs: 5_000, idleMs: 60_000, attempts: 3 };

/** @throws config-invalid where a secret is not set; store-invalid where the environment’s endpoint is none */
export function s3Client(settings: S3Settings, environment: Environment, limits: S3Limits): S3Client {
  const endpoint = settings.endpoint ?? endpointOf(environment);
  const region =
    settings.region ??
    environment['AWS_REGION'] ??
    environment['AWS_DEFAULT_REGION'] ??
    (endpoint === undefined ? undefined : 'us-east-1');
  const credentials = credentialsOf(settings, environment);
  // The client would tell whoever runs a command that its later versions want a later Node.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  return new S3Client({
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(credentials && { credentials }),
    forcePathStyle: settings.pathStyle ?? endpoint !== undefined,
    maxAttempts: limits.attempts,
    requestHandler: { connectionTimeout: limits.connectMs, socketTimeout: limits.idleMs },
    // The client’s own checksums come as trailers or headers that many servers beside Amazon’s refuse. What is sent
    // here goes from memory, so that its SHA-256 is in the signature, and with a Content-MD5, which all servers check.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Proxies that do not know it hold the request back.
    expectContinueHeader: false,
  });
}

function endpointOf(environment: Environment): string | undefined {
  const name = ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'].find((n) => (environment[n] ?? '') !== '');
  const endpoint = name === undefined ? undefined : environment[name];
  if (endpoint === undefined || isEndpoint(endpoint)) return endpoint;
  throw new TidemarkError(
    'store-invalid',
    `The environment variable ${name} is no address of an S3 server: expected http://HOST:PORT or https://HOST:PORT.`,
  );
}

/** Undefined where the client looks for them itself, as the AWS tools do. */
function credentialsOf(settings: S3Settings, environment: Environment): S3ClientConfig['credentials'] {
  const { accessKeyId, secretAccessKey, sessionToken } = settings;
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return {
    accessKeyId: resolveSecret(accessKeyId, 'store.accessKeyId', environment),
    secretAccessKey: resolveSecret(secretAccessKey, 'store.secretAccessKey', environment),
    ...(sessionToken && { sessionToken: resolveSecret(sessionToken, 'store.sessionToken', environment) }),
  };
}
