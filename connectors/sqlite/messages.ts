import type { NativeColumn } from '../../src/source/column.ts';
import type { Row } from '../../src/source/driver.ts';
import type { SqlValue } from '../../src/source/sql.ts';

/** What the driver asks its worker. Each request has one reply; they are answered one after another. */
export type Work =
  | { readonly do: 'open' }
  | { readonly do: 'version' }
  | { readonly do: 'columns'; readonly table: string }
  | {
      readonly do: 'query';
      readonly query: number;
      readonly text: string;
      readonly values: readonly SqlValue[];
    }
  | { readonly do: 'next'; readonly query: number }
  | { readonly do: 'end'; readonly query: number }
  | { readonly do: 'close' };

export interface Request {
  readonly id: number;
  readonly work: Work;
  /** Four bytes; not zero once the work is to be stopped. */
  readonly stop: SharedArrayBuffer;
}

export interface Answers {
  readonly open: null;
  readonly version: string;
  readonly columns: readonly NativeColumn[];
  readonly query: null;
  /** The next batch; null after the last. */
  readonly next: readonly Row[] | null;
  readonly end: null;
  readonly close: null;
}

/** An error as it travels: only what the driver needs of it. */
export interface Failure {
  readonly message: string;
  /** SQLite's result code: `SQLITE_BUSY`. */
  readonly code: string | undefined;
  /** A value is not of its column's type. */
  readonly refused: boolean;
}

export interface Reply {
  readonly id: number;
  readonly answer?: Answers[keyof Answers];
  readonly failure?: Failure;
}
