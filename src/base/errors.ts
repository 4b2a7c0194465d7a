import { ERROR_KINDS, type ErrorCode, type ErrorKind } from './error-codes.ts';

/**
 * The one error that Tidemark throws on purpose. The message says what happened, to which thing, and
 * what to do next; it stands on its own and never holds a secret.
 */
export class TidemarkError extends Error {
  override readonly name = 'TidemarkError';
  readonly code: ErrorCode;
  /** What a program may want to know beside the message; printed with `--json`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }

  get kind(): ErrorKind {
    return ERROR_KINDS[this.code];
  }
}
