import type { DuckDBConnection } from '@duckdb/node-api';
import { allRows } from '../../src/source/all-rows.ts';
import type { Call, CopiedPins, Row } from '../../src/source/driver.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { join, type Sql, sql } from '../../src/source/sql.ts';
import { copiedPins, PARTITION, type PinPlace } from '../copied-pins.ts';
import { duckdbDialect } from './dialect.ts';
import { type DuckdbFile, databaseOf, preferBuiltIns, quoted } from './file.ts';
import { rendered, rows } from './query.ts';
import { splitReference } from './reference.ts';

/** Copies in a schema of the same file. Nobody else has it open meanwhile, so that no lock is needed. */
export function duckdbPins(schema: string, file: DuckdbFile): CopiedPins {
  const { identifier } = duckdbDialect;
  const place: PinPlace = {
    dialect: duckdbDialect,
    schema,
    types: { name: rawSql('VARCHAR'), integer: rawSql('BIGINT') },
    table: (name) => sql`${identifier(schema)}.${identifier(name)}`,
    view: rawSql('VIEW'),
    referenceOf: (name) =>
      `${/^[a-z]\w*$/i.test(schema) ? schema : identifier(schema).texts.join('')}.${name}`,
    nameOf: (reference) => splitReference(reference).at(-1) ?? '',
    createCopy: (copy, { columns, from }) => {
      const names = columns.map(identifier);
      return [
        sql`CREATE TABLE ${copy} AS SELECT ${join(names, sql`, `)}, CAST(0 AS BIGINT) AS ${identifier(PARTITION)} FROM ${from} LIMIT 0`,
      ];
    },
    look: async (call, work) => work(runIn(await file.reading(), call)),
    write: (_, call, work) =>
      file.write(async (connection) => {
        const run = runIn(connection, call);
        await makeSchema(connection, schema);
        const transaction = async (statements: readonly Sql[]) => {
          await run(sql`BEGIN TRANSACTION`);
          try {
            for (const statement of statements) await run(statement);
            await run(sql`COMMIT`);
          } catch (error) {
            await connection.run('ROLLBACK').catch(() => undefined);
            throw error;
          }
        };
        return work({ run, transaction });
      }),
  };
  return copiedPins(place);
}

/** And has it on the path, by which its tables are found. */
async function makeSchema(connection: DuckDBConnection, schema: string): Promise<void> {
  const database = await databaseOf(connection);
  await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoted(database)}.${quoted(schema)}`);
  await preferBuiltIns(connection);
}

function runIn(connection: DuckDBConnection, call: Call) {
  return (statement: Sql): Promise<readonly Row[]> => {
    const { text, values } = rendered(statement);
    return allRows(rows(connection, text, values, call));
  };
}
