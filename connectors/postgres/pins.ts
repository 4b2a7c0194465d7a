import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import { throwIfCancelled } from '../../src/base/cancelled.ts';
import { allRows } from '../../src/source/all-rows.ts';
import type { Call, CopiedPins, Row } from '../../src/source/driver.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { join, type Sql, sql } from '../../src/source/sql.ts';
import { splitReference } from '../../src/source/table-reference.ts';
import { copiedPins, PARTITION, type PinPlace, type PinWriter } from '../copied-pins.ts';
import { inSchema, REFERENCE } from './dialect.ts';
import { quotedName, quotedText } from './quote.ts';
import { exportMoment, openWriter, type Session } from './session.ts';
import type { PostgresSettings } from './settings.ts';
import { rendered, streamed } from './streamed.ts';

type WithPins = PostgresSettings & { readonly pins: { readonly schema: string } };

const LOCK_WAIT_MS = 500;

/** Copies in a schema of the same database, of the reading session's own moment. */
export function postgresPins(config: ClientConfig, settings: WithPins, reading: Session): CopiedPins {
  const dialect = inSchema(settings.schema);
  const { schema } = settings.pins;
  const table = (name: string) => sql`${dialect.identifier(schema)}.${dialect.identifier(name)}`;
  const place: PinPlace = {
    dialect,
    schema,
    types: { name: rawSql('text COLLATE "C"'), integer: rawSql('bigint') },
    table,
    view: rawSql('VIEW'),
    referenceOf: (name) => `${/^\w+$/.test(schema) ? schema : quotedName(schema)}.${name}`,
    nameOf: (reference) => splitReference(reference, REFERENCE).at(-1) ?? '',
    createCopy: (copy, { columns, from, ingestion }) => {
      const names = columns.map((c) => dialect.identifier(c));
      const key = dialect.identifier(PARTITION);
      const order = ingestion === undefined ? [key] : [key, dialect.identifier(ingestion)];
      return [
        sql`CREATE TABLE ${copy} AS SELECT ${join(names, sql`, `)}, CAST(0 AS bigint) AS ${key} FROM ${from} WITH NO DATA`,
        sql`CREATE INDEX ON ${copy} (${join(order, sql`, `)})`,
      ];
    },
    /** Without statistics the first readers would not use the index. */
    afterwards: (copy) => sql`ANALYZE ${copy}`,
    look: (call, work) => writing(call, (writer) => work(writer.run)),
    write: (lock, call, work) =>
      writing(call, async (writer) => {
        await acquire(writer, lock, call);
        return work(writer);
      }),
  };

  async function writing<T>(call: Call, work: (writer: PinWriter) => Promise<T>): Promise<T> {
    throwIfCancelled(call.signal, call.label);
    const session = await openWriter(config, settings);
    const run = (statement: Sql): Promise<readonly Row[]> =>
      allRows(streamed(config, session, rendered(statement), statement.values, call));
    let moment: string | undefined;
    try {
      return await work({
        run,
        transaction: async (statements, then) => {
          if (then) moment ??= await exportMoment(reading);
          await run(then ? sql`BEGIN ISOLATION LEVEL REPEATABLE READ` : sql`BEGIN`);
          try {
            if (then) await run(rawSql(`SET TRANSACTION SNAPSHOT ${quotedText(moment ?? '')}`));
            for (const statement of statements) await run(statement);
            await run(sql`COMMIT`);
          } catch (error) {
            await session.client.query('ROLLBACK').catch(() => undefined);
            throw error;
          }
        },
      });
    } finally {
      // With the connection go its locks.
      await session.client.end().catch(() => undefined);
    }
  }

  return copiedPins(place);
}

/** Asked for again and again, so that waiting can be cancelled like all else. */
async function acquire({ run }: PinWriter, lock: string, call: Call): Promise<void> {
  const key = createHash('sha256').update(lock).digest().readBigInt64BE();
  for (;;) {
    const [row] = await run(sql`SELECT CAST(pg_try_advisory_lock(${key}) AS text)`);
    if (row?.[0] === 'true') return;
    await setTimeout(LOCK_WAIT_MS);
    throwIfCancelled(call.signal, call.label);
  }
}
