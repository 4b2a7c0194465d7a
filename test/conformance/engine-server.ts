import type { Source } from '../../src/scan/dataset.ts';
import type { Sql } from '../../src/source/sql.ts';

/** What `wrongPassword` and `unreachable` connect with: no error may hold it. */
export const WRONG_PASSWORD = 's3cret-of-the-suite';

/** The server of an engine that has one, as an administrator sees it, and sources that it does not serve. */
export interface EngineServer {
  /** A source as a user who may connect, and may not read the table. */
  denied(table: string): Promise<Source>;
  /** A source with WRONG_PASSWORD, which it is not. */
  readonly wrongPassword: Source;
  /** A source with WRONG_PASSWORD at a port where nobody listens. */
  readonly unreachable: Source;
  /** The fixture's source with a `statementTimeout` of one second. */
  readonly brief: Source;
  /** Works for an hour before its only row: longer than any test would wait, so that none passes by its end. */
  readonly slow: Sql;
  /** Gives rows faster than they are taken, for as long. Left out where a query is done before its first row leaves. */
  readonly endless?: Sql;
  /** Ends every connection to the fixture's tables, as an administrator would. */
  lose(): Promise<void>;
  /** How many queries whose label starts so are at work. */
  running(label: string): Promise<number>;
}
