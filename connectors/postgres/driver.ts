import type { ClientConfig } from 'pg';
import { allRows } from '../../src/source/all-rows.ts';
import type { Call, Driver } from '../../src/source/driver.ts';
import type { SqlValue } from '../../src/source/sql.ts';
import { COLUMNS_QUERY } from './columns-query.ts';
import { copyOut } from './copy-out.ts';
import { inSchema } from './dialect.ts';
import { postgresPins } from './pins.ts';
import { EPOCH_QUERY, ROW_VERSION } from './row-version.ts';
import { changedFiles, SAME_FILES_QUERY } from './same-files.ts';
import { openSession } from './session.ts';
import type { PostgresSettings } from './settings.ts';
import { rendered, renderedPlain, streamed } from './streamed.ts';

/** One connection in one read-only transaction, and so one moment, until `close`. One query at a time. */
export async function openPostgres(config: ClientConfig, settings: PostgresSettings): Promise<Driver> {
  const session = await openSession(config, settings);
  const rows = (query: string, values: readonly SqlValue[], call: Call) =>
    streamed(config, session, query, values, call);
  const nameOf = (table: string) => inSchema(settings.schema).table(table, undefined).texts.join('');
  const looked = new Set<string>();
  const requireMoment = async (call: Call) => {
    for (const name of looked) {
      const [row] = await allRows(rows(SAME_FILES_QUERY, [name], call));
      if (row?.[0] !== 'true') throw changedFiles(name);
    }
  };
  /** Locks the table, so that from here on its rows are those of the moment. */
  const look = async (name: string, call: Call) => {
    await allRows(rows(`SELECT FROM ${name} LIMIT 0`, [], call));
    looked.add(name);
    await requireMoment(call);
  };
  return {
    moment: async () => undefined,
    version: async (call) => {
      const [row] = await allRows(rows('SHOW server_version', [], call));
      return row?.[0] ?? '';
    },
    columns: async (table, call) => {
      const found = await allRows(rows(COLUMNS_QUERY, [nameOf(table)], call));
      await look(nameOf(table), call);
      return found.map((row) => ({ name: row[0] ?? '', native: row[1] ?? '' }));
    },
    async *rows(query, call) {
      yield* rows(rendered(query), query.values, call);
      await requireMoment(call);
    },
    extract: async (query, target, call) => {
      const written = await copyOut(config, session, renderedPlain(query), target, call);
      await requireMoment(call);
      return written;
    },
    changeToken: async () => undefined,
    hint: async (table, call) => {
      await look(nameOf(table), call);
      const [found] = await allRows(rows(EPOCH_QUERY, [nameOf(table)], call));
      const [epoch] = found ?? [];
      return epoch ? { name: 'row versions', epoch, row: ROW_VERSION } : undefined;
    },
    pins: settings.pins && postgresPins(config, { ...settings, pins: settings.pins }, session),
    pinsAreFiltered: true,
    close: async () => {
      await session.client.end().catch(() => undefined);
    },
  };
}
