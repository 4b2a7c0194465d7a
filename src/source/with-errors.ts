import type { ErrorCode } from '../base/error-codes.ts';
import { TidemarkError } from '../base/errors.ts';
import type { Connect } from './connector.ts';
import type { CopiedPins, Driver, DriverErrorKind, MadePins, TablePins } from './driver.ts';

const CODES: Record<DriverErrorKind, ErrorCode> = {
  transient: 'source-unavailable',
  denied: 'source-denied',
  missing: 'source-missing',
  invalid: 'source-invalid',
  timeout: 'source-timeout',
  cancelled: 'cancelled',
  unknown: 'source-failed',
};

/** What to do next, by kind of error. */
type Advice = Partial<Record<DriverErrorKind, string>>;

const CONNECTING: Advice = {
  transient: 'Check that it runs, and that host and port, or the path, are right.',
  denied: 'Check user and password, or the rights to the file.',
  missing: 'Check host and database, or the path.',
};
const ASKING: Advice = {
  denied: 'Grant the user SELECT on it.',
  timeout: 'Raise the source’s statementTimeout, or lower the dataset’s rowsPerScan.',
};
const LOOKING: Advice = {
  ...ASKING,
  missing: 'Check the dataset’s table and, where it names none, the schema or database that the source says.',
};

const PINNING: Advice = {
  ...ASKING,
  denied: 'Grant the user the right to make and drop tables and views where the source’s pins are.',
  missing: 'Make the place that the source’s pins name.',
};

/** A driver whose errors are Tidemark's: each names the source and says what kind it is. */
export function withErrors(
  source: string,
  connect: Connect,
  kindOf: (error: unknown) => DriverErrorKind,
): Connect {
  const translate = (error: unknown, advice: Advice): unknown => {
    if (error instanceof TidemarkError) return error;
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    const kind = kindOf(error);
    // The engine's own advice is for reading.
    const own = advice === PINNING ? undefined : (error as { advice?: string } | undefined)?.advice;
    const next = own ?? advice[kind];
    const text = next === undefined ? message : `${message.replace(/\.$/, '')}. ${next}`;
    return new TidemarkError(CODES[kind], `Source "${source}": ${text}`, { cause: error });
  };
  const translated = async <T>(promise: Promise<T>, advice: Advice = ASKING): Promise<T> => {
    try {
      return await promise;
    } catch (error) {
      throw translate(error, advice);
    }
  };
  const optional = <A extends unknown[], T>(
    method: ((...args: A) => Promise<T>) | undefined,
    advice?: Advice,
  ) => method && ((...args: A) => translated(method(...args), advice));
  const wrapPins = (pins: TablePins | CopiedPins): TablePins | CopiedPins =>
    'copy' in pins
      ? { ...wrapMade(pins), copy: (wanted, call) => translated(pins.copy(wanted, call), PINNING) }
      : {
          ...wrapMade(pins),
          create: (table, name, call) => translated(pins.create(table, name, call), PINNING),
        };
  const wrapMade = (pins: MadePins): MadePins => ({
    list: (call) => translated(pins.list(call), PINNING),
    renew: (reference, call) => translated(pins.renew(reference, call), PINNING),
    drop: (reference, call) => translated(pins.drop(reference, call), PINNING),
  });
  const wrap = (driver: Driver): Driver => ({
    moment: (call) => translated(driver.moment(call)),
    version: (call) => translated(driver.version(call)),
    columns: (table, call) => translated(driver.columns(table, call), LOOKING),
    async *rows(query, call) {
      try {
        yield* driver.rows(query, call);
      } catch (error) {
        throw translate(error, ASKING);
      }
    },
    extract: optional(driver.extract),
    changeToken: (table, call) => translated(driver.changeToken(table, call), LOOKING),
    hint: optional(driver.hint, LOOKING),
    scansWhole: optional(driver.scansWhole),
    estimate: optional(driver.estimate),
    cost: optional(driver.cost),
    past: optional(driver.past, LOOKING),
    pins: driver.pins && wrapPins(driver.pins),
    pinsAreFiltered: driver.pinsAreFiltered,
    close: () => driver.close(),
  });
  return async (options) => wrap(await translated(connect(options), CONNECTING));
}
