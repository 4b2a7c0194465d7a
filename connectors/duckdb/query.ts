import { BIGINT, BOOLEAN, type DuckDBConnection, VARCHAR } from '@duckdb/node-api';
import { throwIfCancelled } from '../../src/base/cancelled.ts';
import { TidemarkError } from '../../src/base/errors.ts';
import type { Call, Row } from '../../src/source/driver.ts';
import { labelled } from '../../src/source/labelled.ts';
import { printSql, type Sql, type SqlValue } from '../../src/source/sql.ts';
import { valueErrorIn } from '../../src/source/value-error.ts';

/** The rows as they come. */
export async function* rows(
  connection: DuckDBConnection,
  text: string,
  values: readonly SqlValue[],
  call: Call,
): AsyncGenerator<readonly Row[]> {
  const result = await interruptible(connection, call, () =>
    connection.stream(labelled(text, call), bound(values), typesOf(values)),
  );
  for (;;) {
    const chunk = await interruptible(connection, call, () => result.fetchChunk());
    if (!chunk || chunk.rowCount === 0) return;
    yield chunk.getRows().map((row) => row.map((v) => (v === null ? null : String(v))));
  }
}

/** Ends the query when the signal aborts, and gives the query's own error, or that it was cancelled. */
export async function interruptible<T>(
  connection: DuckDBConnection,
  call: Call,
  work: () => Promise<T>,
): Promise<T> {
  const stop = () => connection.interrupt();
  throwIfCancelled(call.signal, call.label);
  call.signal.addEventListener('abort', stop, { once: true });
  try {
    return await work();
  } catch (error) {
    throwIfCancelled(call.signal, call.label);
    if (error instanceof Error && error.message.startsWith('Out of Memory')) {
      const hint = 'Give it more: memoryLimit, in the source’s settings.';
      throw new TidemarkError(
        'source-failed',
        `DuckDB’s memory limit was too small for ${call.label}. ${hint}`,
        { cause: error },
      );
    }
    throw valueErrorIn(error);
  } finally {
    call.signal.removeEventListener('abort', stop);
  }
}

export function rendered(query: Sql): { text: string; values: readonly SqlValue[] } {
  return { text: printSql(query, (_, index) => `$${index + 1}`), values: query.values };
}

export function bound(values: readonly SqlValue[]): SqlValue[] {
  return [...values];
}

export function typesOf(values: readonly SqlValue[]) {
  return values.map((v) => (typeof v === 'bigint' ? BIGINT : typeof v === 'boolean' ? BOOLEAN : VARCHAR));
}
