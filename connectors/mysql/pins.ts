import { throwIfCancelled } from '../../src/base/cancelled.ts';
import type { Call, CopiedPins } from '../../src/source/driver.ts';
import { labelled } from '../../src/source/labelled.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { join, type Sql, sql } from '../../src/source/sql.ts';
import { copiedPins, PARTITION, type PinPlace, type PinWriter } from '../copied-pins.ts';
import { ask, hangUp, throwIfLost } from './connection.ts';
import { mysqlDialect, rendered } from './dialect.ts';
import type { Session } from './open-session.ts';
import { splitReference } from './reference.ts';

/** Counts the rows of a copy, so that it has the primary key that some servers ask of every table. */
const ROW = 'tidemark_row';

/**
 * Copies in a database of the same server. No other connection can see a reading transaction's moment, so that they are of a
 * moment of their own. A statement that makes or drops something ends the transaction that it is in: none does.
 */
export function mysqlPins(database: string, open: () => Promise<Session>): CopiedPins {
  const { identifier } = mysqlDialect;
  const table = (name: string) => sql`${identifier(database)}.${identifier(name)}`;
  const place: PinPlace = {
    dialect: mysqlDialect,
    schema: database,
    types: {
      name: rawSql('VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'),
      integer: rawSql('BIGINT'),
    },
    options: rawSql(' ENGINE=InnoDB'),
    table,
    // Whoever reads it needs rights of their own, and it outlives the user who made it.
    view: rawSql('SQL SECURITY INVOKER VIEW'),
    referenceOf: (name) =>
      `${/^\w+$/.test(database) ? database : identifier(database).texts.join('')}.${name}`,
    nameOf: (reference) => splitReference(reference).at(-1) ?? '',
    createCopy: (copy, { columns, from, ingestion }) => {
      const names = columns.map(identifier);
      const [row, key] = [identifier(ROW), identifier(PARTITION)];
      const order = ingestion === undefined ? [key] : [key, identifier(ingestion)];
      return [
        sql`CREATE TABLE ${copy} (${row} BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, ${key} BIGINT NOT NULL DEFAULT 0, KEY (${join(order, sql`, `)})) ENGINE=InnoDB AS SELECT ${join(names, sql`, `)} FROM ${from} WHERE 1 = 0`,
      ];
    },
    look: (call, work) => writing(open, call, ({ run }) => work(run)),
    write: (lock, call, work) =>
      writing(open, call, async (writer) => {
        // In turns of a second, so that waiting can be cancelled like all else.
        while ((await writer.run(sql`SELECT GET_LOCK(${lock}, 1)`))[0]?.[0] !== '1') {
          throwIfCancelled(call.signal, call.label);
        }
        return work(writer);
      }),
  };
  return copiedPins(place);
}

async function writing<T>(
  open: () => Promise<Session>,
  call: Call,
  work: (writer: PinWriter) => Promise<T>,
): Promise<T> {
  throwIfCancelled(call.signal, call.label);
  const { connection, kill, close } = await open();
  const stop = () => {
    kill().catch(() => hangUp(connection));
  };
  const run = async (statement: Sql) => {
    throwIfCancelled(call.signal, call.label);
    throwIfLost(connection);
    try {
      return await ask(connection, labelled(rendered(statement), call));
    } catch (error) {
      throwIfCancelled(call.signal, call.label);
      throw error;
    }
  };
  call.signal.addEventListener('abort', stop, { once: true });
  try {
    return await work({
      run,
      // What fails is rolled back by the end of the connection, as its locks are given back.
      transaction: async (statements) => {
        await run(sql`START TRANSACTION`);
        for (const statement of statements) await run(statement);
        await run(sql`COMMIT`);
      },
    });
  } finally {
    call.signal.removeEventListener('abort', stop);
    await close();
  }
}
