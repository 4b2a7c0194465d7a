import { BigQuery, type BigQueryOptions } from '@google-cloud/bigquery';
import pRetry from 'p-retry';
import { kindOf } from './errors.ts';

/** A request of the REST API, below the billing project unless the path is another's. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** Without a slash before it: `jobs`, `queries/ID`. */
  readonly path: string;
  /** Whose path it is; default: the billing project's. */
  readonly project?: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
}

export interface Client {
  /**
   * Asks, and asks again where the network, a limit of rate or the service itself was at fault. So what is asked must
   * be such that twice is as good as once.
   * @throws the API's error, of which `kindOf` says what it is
   */
  request<T>(request: ApiRequest, signal: AbortSignal): Promise<T>;
}

/** After pauses of about 1, 2, 4, 8 and 16 s. */
const RETRIES = 5;
const FIRST_PAUSE_MS = 1_000;
/** More than any answer takes: the longest poll is 10 s. */
const TIMEOUT_MS = 90_000;

/** The client library, for its authentication and its way to the endpoint; without its retries, which cannot be ended. */
export function createClient(options: BigQueryOptions): Client {
  const bigquery = new BigQuery({
    ...options,
    retryOptions: { autoRetry: false },
    timeout: TIMEOUT_MS,
  } as BigQueryOptions);
  const once = <T>({ method, path, project, query, body }: ApiRequest): Promise<T> =>
    new Promise((resolve, reject) => {
      const asked = { method, uri: `/${path}`, qs: query, json: body ?? true, projectId: project };
      bigquery.request(asked as never, (error, answer) => {
        if (error) reject(error);
        else resolve(answer as T);
      });
    });
  return {
    request: (request, signal) =>
      pRetry(() => once(request), {
        retries: RETRIES,
        minTimeout: FIRST_PAUSE_MS,
        factor: 2,
        randomize: true,
        signal,
        shouldRetry: ({ error }) => kindOf(error) === 'transient',
      }),
  };
}
