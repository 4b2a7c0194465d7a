import type { ErrorKind } from '../base/error-codes.ts';

/** Exit codes, as docs/cli.md has them. */
export const EXIT = {
  done: 0,
  check: 1,
  badInput: 2,
  notFound: 3,
  failed: 4,
  bug: 70,
  cancelled: 130,
} as const;

const BY_KIND: Record<ErrorKind, number> = {
  check: EXIT.check,
  invalid: EXIT.badInput,
  missing: EXIT.notFound,
  denied: EXIT.failed,
  transient: EXIT.failed,
  failed: EXIT.failed,
  cancelled: EXIT.cancelled,
};

export function exitCodeOf(kind: ErrorKind): number {
  return BY_KIND[kind];
}
