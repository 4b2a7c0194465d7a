import type { ErrorCode } from '../base/error-codes.ts';
import { TidemarkError } from '../base/errors.ts';
import type { Connect } from './connector.ts';
import type { Driver, DriverErrorKind } from './driver.ts';

const CODES: Record<DriverErrorKind, ErrorCode> = {
  transient: 'source-unavailable',
  denied: 'source-denied',
  missing: 'source-missing',
  invalid: 'source-invalid',
  timeout: 'source-timeout',
  cancelled: 'cancelled',
  unknown: 'source-failed',
};

/** A driver whose errors are Tidemark's: each names the source and says what kind it is. */
export function withErrors(
  source: string,
  connect: Connect,
  kindOf: (error: unknown) => DriverErrorKind,
): Connect {
  const translate = (error: unknown): unknown => {
    if (error instanceof TidemarkError) return error;
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    const kind = kindOf(error);
    const advice =
      kind === 'timeout' ? '. Raise the source’s statementTimeout, or lower the dataset’s rowsPerScan.' : '';
    return new TidemarkError(CODES[kind], `Source "${source}": ${message}${advice}`, { cause: error });
  };
  const translated = async <T>(promise: Promise<T>): Promise<T> => {
    try {
      return await promise;
    } catch (error) {
      throw translate(error);
    }
  };
  const wrap = (driver: Driver): Driver => ({
    moment: driver.moment,
    version: (call) => translated(driver.version(call)),
    columns: (table, call) => translated(driver.columns(table, call)),
    async *rows(query, call) {
      try {
        yield* driver.rows(query, call);
      } catch (error) {
        throw translate(error);
      }
    },
    extract:
      driver.extract &&
      ((query, path, call) => translated(driver.extract?.(query, path, call) ?? Promise.resolve())),
    changeToken: (table) => translated(driver.changeToken(table)),
    hint:
      driver.hint && ((table, call) => translated(driver.hint?.(table, call) ?? Promise.resolve(undefined))),
    close: () => driver.close(),
  });
  return async () => wrap(await translated(connect()));
}
