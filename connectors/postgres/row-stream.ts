import pg from 'pg';
import type { Row } from '../../src/source/driver.ts';

/**
 * A query whose rows come in batches, as the socket delivers them. Back-pressure by pausing the socket, not by a
 * cursor or a portal that is fetched from bit by bit: for those Postgres starts no parallel workers.
 */
export interface RowStream {
  /** What a client takes as a query. */
  readonly submittable: pg.Submittable;
  /** The next rows; undefined after the last. @throws the query's error */
  next(): Promise<readonly Row[] | undefined>;
  /** Whether the server has ended the query, with success or an error. */
  ended(): boolean;
  /** Drops the rows that still come, and waits for the end of the query, however it ends. */
  drain(): Promise<void>;
}

export function rowStream(text: string, values: readonly (string | null)[]): RowStream {
  let socket: { pause(): unknown; resume(): unknown } | undefined;
  let rows: Row[] = [];
  let dropped = false;
  const state: { ended?: { readonly error: unknown } } = {};
  let wake = () => {};

  class Streaming extends pg.Query {
    override submit = (connection: pg.Connection) => {
      socket = connection.stream;
      return pg.Query.prototype.submit.call(this, connection);
    };
  }
  const query = new Streaming({
    text,
    values: [...values],
    rowMode: 'array',
    // Never the simple protocol: it would run more than one statement.
    queryMode: 'extended',
    types: { getTypeParser: () => (value: string) => value },
  } as pg.QueryConfig);
  query.on('row', (row: unknown) => {
    if (dropped) return;
    rows.push(row as Row);
    socket?.pause();
    wake();
  });
  const end = (error: unknown) => {
    state.ended ??= { error };
    socket?.resume();
    wake();
  };
  query.on('end', () => end(undefined));
  query.on('error', end);

  const more = async () => {
    socket?.resume();
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  };
  return {
    submittable: query as unknown as pg.Submittable,
    async next() {
      while (rows.length === 0 && !state.ended) await more();
      if (rows.length > 0) {
        const batch = rows;
        rows = [];
        return batch;
      }
      if (state.ended?.error !== undefined) throw state.ended.error;
      return undefined;
    },
    ended: () => state.ended !== undefined,
    async drain() {
      dropped = true;
      rows = [];
      while (!state.ended) await more();
    },
  };
}
