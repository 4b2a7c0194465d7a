import { TidemarkError } from '../base/errors.ts';

/** How the message begins that a query raises on purpose, for a value that has no canonical text. */
export const VALUE_ERROR = 'tidemark-value-error: ';

/**
 * The error that a query raised on purpose, as Tidemark's; any other as it is.
 * @param closing what the engine puts after the message
 */
export function valueErrorIn(error: unknown, closing = /$/): unknown {
  const message = error instanceof Error ? error.message : '';
  const start = message.indexOf(VALUE_ERROR);
  if (start < 0) return error;
  const text = message.slice(start + VALUE_ERROR.length).replace(closing, '');
  return new TidemarkError('value-unsupported', `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`, {
    cause: error,
  });
}
