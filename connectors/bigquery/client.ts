import { BigQuery, type BigQueryOptions } from '@google-cloud/bigquery';
import pRetry from 'p-retry';
import { kindOf, RequestError } from './errors.ts';

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
   * @param retries how often it is asked again at most, where that is to be less than usual
   * @throws RequestError
   */
  request<T>(request: ApiRequest, signal: AbortSignal, retries?: number): Promise<T>;
  /** What is waited for before anything is tried again; twice as long before each further time. */
  readonly firstPauseMs: number;
}

/** How long a service that fails is waited for. */
interface Patience {
  readonly retries: number;
  readonly firstPauseMs: number;
  readonly timeoutMs: number;
}

const PATIENCE: Patience = {
  /** After pauses of about 1, 2, 4, 8 and 16 s. */
  retries: 5,
  firstPauseMs: 1_000,
  /** More than any answer takes: the longest poll is 10 s. */
  timeoutMs: 90_000,
};

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** The client library, for its authentication and its way to the endpoint; without its retries, which cannot be ended. */
export function createClient(options: BigQueryOptions, patience = PATIENCE): Client {
  const { retries, firstPauseMs, timeoutMs } = patience;
  const bigquery = new BigQuery({
    ...options,
    retryOptions: { autoRetry: false },
    timeout: timeoutMs,
  } as BigQueryOptions);
  const once = <T>({ method, path, project, query, body }: ApiRequest): Promise<T> =>
    new Promise((resolve, reject) => {
      // As text, since the library puts the project in the place of every `{{projectId}}` in a body that it sees.
      const sent = body === undefined ? { json: true } : { body: JSON.stringify(body), headers: JSON_TYPE };
      const asked = { method, uri: `/${path}`, qs: query, projectId: project, ...sent };
      bigquery.request(asked as never, (error, answer) => {
        if (error) reject(new RequestError(error));
        else if (typeof answer === 'object' && answer !== null) resolve(answer as T);
        // The library takes whatever it cannot read for a text.
        else reject(new RequestError({ code: 502, message: 'The answer is not JSON.' }));
      });
    });
  return {
    firstPauseMs,
    request: (request, signal, most = retries) =>
      pRetry(() => unlessAborted(once(request), signal), {
        retries: most,
        minTimeout: firstPauseMs,
        factor: 2,
        randomize: true,
        signal,
        shouldRetry: ({ error }) => kindOf(error) === 'transient',
      }),
  };
}

/** The answer, or at once the reason why nobody waits for it any longer. */
function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
