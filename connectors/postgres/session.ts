import pg from 'pg';
import { parseDuration } from '../../src/base/duration.ts';
import { tlsRefusal } from '../tls-refusal.ts';
import { firstOf } from './errors.ts';
import { quotedName } from './quote.ts';
import type { PostgresSettings } from './settings.ts';

/** A connection in a transaction that sees one moment. */
export interface Session {
  readonly client: pg.Client;
  /** The server process, as it calls itself: behind a pooler it is not what the handshake said. */
  readonly pid: string;
}

/**
 * What must not depend on the defaults of server, database or role. row_security is on, as it is by default: off
 * would make an error of what a policy hides. JIT would compile a wide row's thousands of expressions first.
 */
const PINNED = `SET client_encoding = 'UTF8';
SET TIME ZONE 'UTC';
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'postgres';
SET extra_float_digits = 3;
SET bytea_output = 'hex';
SET standard_conforming_strings = on;
SET transform_null_equals = off;
SET array_nulls = on;
SET xmlbinary = 'base64';
SET xmloption = 'content';
SET row_security = on;
SET lc_monetary = 'C';
SET timezone_abbreviations = 'Default';
SET quote_all_identifiers = off;
SET jit = off;
`;

/** What the server can count to. */
const LONGEST_MS = 2 ** 31 - 1;

/** A reader may be slow: the server is not to hang up on it. Which of these there are depends on its version. */
const ENDLESS_IDLING = `SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings
  WHERE name IN ('idle_in_transaction_session_timeout', 'idle_session_timeout', 'transaction_timeout')`;

/** The savepoint to which a failed query goes back, so that the transaction can go on. */
export const SAVEPOINT = 'tidemark';

/** Connects, pins the session and fixes the moment. The savepoint is set. */
export async function openSession(config: pg.ClientConfig, settings: PostgresSettings): Promise<Session> {
  return connected(config, settings, 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY', async (client) => {
    await client.query(`SAVEPOINT ${SAVEPOINT}`);
  });
}

/** Connects to write, in a session that reads values and conditions as `openSession` does. No transaction is open. */
export async function openWriter(config: pg.ClientConfig, settings: PostgresSettings): Promise<Session> {
  return connected(config, settings, "SET default_transaction_isolation = 'read committed'", async () => {});
}

/** The session's moment, for other transactions, as long as it is open. A subtransaction cannot give it away. */
export async function exportMoment({ client }: Session): Promise<string> {
  await client.query(`RELEASE SAVEPOINT ${SAVEPOINT}`);
  const { rows } = await client.query<{ moment: string }>('SELECT pg_catalog.pg_export_snapshot() AS moment');
  await client.query(`SAVEPOINT ${SAVEPOINT}`);
  return rows[0]?.moment ?? '';
}

async function connected(
  config: pg.ClientConfig,
  settings: PostgresSettings,
  begin: string,
  ready: (client: pg.Client) => Promise<void>,
): Promise<Session> {
  const client = clientOf(config);
  try {
    await client.connect();
    const timeout =
      settings.statementTimeout === undefined
        ? ''
        : `SET statement_timeout = ${Math.min(parseDuration(settings.statementTimeout) * 1000, LONGEST_MS)};\n`;
    await client.query(
      `${PINNED}${timeout}SET search_path = pg_catalog, ${quotedName(settings.schema)};\n${begin}`,
    );
    await client.query(ENDLESS_IDLING);
    const { rows } = await client.query<{ pid: string }>('SELECT pg_backend_pid()::text AS pid');
    await ready(client);
    return { client, pid: rows[0]?.pid ?? '' };
  } catch (error) {
    await client.end().catch(() => undefined);
    throw tlsRefusal(firstOf(error));
  }
}

function clientOf(config: pg.ClientConfig): pg.Client {
  const client = new pg.Client(config);
  // PGOPTIONS and PGREPLICATION stand in for what is not said, and could make the role another one.
  const parameters = (client as unknown as { connectionParameters: Record<string, unknown> })
    .connectionParameters;
  parameters['options'] = undefined;
  parameters['replication'] = undefined;
  // Without a listener, a connection that is lost between queries would end the process; the next query tells.
  client.on('error', () => undefined);
  return client;
}

/** Ends what the session's server process is doing, over a connection of its own. */
export async function cancelQuery(config: pg.ClientConfig, { client, pid }: Session): Promise<void> {
  const other = clientOf(config);
  try {
    await other.connect();
    await other.query('SELECT pg_catalog.pg_cancel_backend($1)', [pid]);
  } catch {
    // No connection to be had: hanging up is the other way, and costs the session.
    await client.end().catch(() => undefined);
  } finally {
    await other.end().catch(() => undefined);
  }
}
