import type { ReferenceValue } from '../../src/digest/canonical-text.ts';
import { openSource } from '../../src/main/connectors.ts';
import { createPostgresDatabase, type PostgresDatabase } from '../services/postgres-database.ts';
import type { Fixture, TestColumn, TestRow } from './fixture.ts';
import { postgresServer } from './postgres-server.ts';

const NATIVE: Readonly<Record<string, string>> = {
  int: 'bigint',
  double: 'double precision',
  bool: 'boolean',
  string: 'text',
  bytes: 'bytea',
};

/** Postgres' expression for a value that is loaded as text. */
const FROM_TEXT: Readonly<Record<string, (text: string) => string>> = {
  bytes: (v) => `decode(${v}, 'hex')`,
  date: (v) => `DATE '1970-01-01' + CAST(${v} AS integer)`,
  timestamp: (v) => fromMicros("TIMESTAMP '1970-01-01'", v),
  timestamptz: (v) => fromMicros("TIMESTAMPTZ '1970-01-01 00:00:00+00'", v),
  time: (v) => fromMicros("TIME '00:00'", v),
};

/** Seconds and microseconds apart: an interval of more than 2^53 microseconds would come out rounded. */
function fromMicros(start: string, text: string): string {
  const value = `CAST(${text} AS bigint)`;
  return `${start} + make_interval(hours => CAST(${value} / 3600000000 AS integer)) + (${value} % 3600000000) * INTERVAL '1 microsecond'`;
}

/** A database that tests write, and that the connector reads. */
export async function postgresFixture(): Promise<Fixture> {
  const database = await createPostgresDatabase();
  // A zone with clock changes: what a query leaves to the session's own would show.
  await database.run(
    `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET TimeZone = 'Europe/Berlin'`,
  );
  process.env['TIDEMARK_TEST_POSTGRES'] = database.url;
  const settings = {
    type: 'postgres' as const,
    url: { env: 'TIDEMARK_TEST_POSTGRES' },
    schema: 'public',
    pins: { schema: 'tidemark_pins' },
  };
  await database.run('CREATE SCHEMA tidemark_pins');
  const { server, dropUsers } = await postgresServer(database);
  return {
    settings,
    source: await openSource('test', settings, { folder: '/' }),
    create: (table, columns, rows) => create(database, table, columns, rows),
    insert: (table, columns, rows) => insert(database, table, columns, rows),
    run: async (statement) => {
      await database.run(statement);
    },
    ask: async (query) => (await database.run(query)).map((row) => Object.values(row).map(String)),
    server,
    close: async () => {
      await dropUsers();
      await database.drop();
    },
  };
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const native = (column: TestColumn) => NATIVE[column.type] ?? column.type;

async function create(
  database: PostgresDatabase,
  table: string,
  columns: readonly TestColumn[],
  rows: readonly TestRow[],
) {
  const declared = columns.map((c) => `${quoted(c.name)} ${native(c)}`);
  await database.run(`CREATE TABLE ${quoted(table)} (${declared.join(', ')})`);
  await insert(database, table, columns, rows);
}

async function insert(
  database: PostgresDatabase,
  table: string,
  columns: readonly TestColumn[],
  rows: readonly TestRow[],
) {
  const values = columns.map((c, i) => FROM_TEXT[c.type]?.(`r->>${i}`) ?? `CAST(r->>${i} AS ${native(c)})`);
  const statement = `INSERT INTO ${quoted(table)} SELECT ${values.join(', ')} FROM json_array_elements($1::json) AS r`;
  for (let i = 0; i < rows.length; i += 5000) {
    const texts = rows.slice(i, i + 5000).map((row) => row.map(asText));
    await database.run(statement, [JSON.stringify(texts)]);
  }
}

function asText(value: ReferenceValue): string | null {
  if (value === null) return null;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Object.is(value, -0)) return '-0';
  return String(value);
}
