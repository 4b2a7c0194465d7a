import pRetry from 'p-retry';
import { TidemarkError } from '../base/errors.ts';

const RETRIES = 5;
const FIRST_PAUSE_MS = 1_000;

/**
 * Does the work again where the source was lost in the middle of it, after pauses of about 1, 2, 4, 8 and 16 s. What
 * never answered is not waited for: then it is most likely the address that is wrong.
 * @param work calls `onConnected` when the source has answered
 * @param onRetry told before each pause
 */
export async function retryLost<T>(
  work: (onConnected: () => void) => Promise<T>,
  signal: AbortSignal,
  onRetry: (error: TidemarkError) => void,
): Promise<T> {
  let connected = false;
  const lost = (error: unknown): error is TidemarkError =>
    connected && error instanceof TidemarkError && error.code === 'source-unavailable';
  return pRetry(
    () =>
      work(() => {
        connected = true;
      }),
    {
      retries: RETRIES,
      minTimeout: FIRST_PAUSE_MS,
      factor: 2,
      randomize: true,
      signal,
      shouldRetry: ({ error }) => lost(error),
      onFailedAttempt: ({ error, retriesLeft }) => {
        if (lost(error) && retriesLeft > 0) onRetry(error);
      },
    },
  );
}
