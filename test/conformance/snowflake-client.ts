import type { Connection } from 'snowflake-sdk';
import { loadSdk } from '../../connectors/snowflake/sdk.ts';
import { formatMicros } from '../../src/base/instant.ts';
import type { ReferenceValue } from '../../src/digest/canonical-text.ts';
import type { TestColumn, TestRow } from './fixture.ts';

/** Snowflake as a test writes to it: another client than the connector's, on the stand-in or on an account. */
export interface SnowflakeClient {
  create(table: string, columns: readonly TestColumn[], rows: readonly TestRow[]): Promise<void>;
  insert(table: string, columns: readonly TestColumn[], rows: readonly TestRow[]): Promise<void>;
  run(statement: string): Promise<void>;
  close(): Promise<void>;
}

const ROWS_PER_INSERT = 5000;

const NATIVE: Readonly<Record<string, string>> = {
  int: 'NUMBER(38,0)',
  double: 'FLOAT',
  bool: 'BOOLEAN',
  string: 'VARCHAR',
  bytes: 'BINARY',
  date: 'DATE',
  timestamp: 'TIMESTAMP_NTZ(6)',
  timestamptz: 'TIMESTAMP_TZ(6)',
  time: 'TIME(6)',
  uuid: 'UUID',
};

const native = (type: string) => NATIVE[type] ?? type.replace('decimal', 'NUMBER');
/** As Snowflake's SQL has it: plain names in upper case. */
const quoted = (name: string) =>
  `"${(/^[a-z_][a-z0-9_]*$/.test(name) ? name.toUpperCase() : name).replaceAll('"', '""')}"`;

export async function snowflakeClient(
  options: Parameters<Awaited<ReturnType<typeof loadSdk>>['createConnection']>[0],
): Promise<SnowflakeClient> {
  const sdk = await loadSdk();
  const connection = sdk.createConnection(options);
  await connection.connectAsync();
  const run = (sqlText: string, binds: string[] = []) => execute(connection, sqlText, binds);
  const insert = async (table: string, columns: readonly TestColumn[], rows: readonly TestRow[]) => {
    const values = columns.map((c, i) => fromText(`f.VALUE[${i}]::VARCHAR`, c.type));
    const statement = `INSERT INTO ${quoted(table)} SELECT ${values.join(', ')} FROM TABLE(FLATTEN(INPUT => PARSE_JSON(?))) AS f`;
    for (let i = 0; i < rows.length; i += ROWS_PER_INSERT) {
      const texts = rows
        .slice(i, i + ROWS_PER_INSERT)
        .map((row, j) => row.map((value, k) => asText(value, columns[k]?.type ?? '', j)));
      await run(statement, [JSON.stringify(texts)]);
    }
  };
  return {
    run,
    insert,
    create: async (table, columns, rows) => {
      const declared = columns.map((c) => `${quoted(c.name)} ${native(c.type)}`);
      await run(`CREATE TABLE ${quoted(table)} (${declared.join(', ')})`);
      await insert(table, columns, rows);
    },
    close: () => new Promise((resolve) => connection.destroy(() => resolve())),
  };
}

function execute(connection: Connection, sqlText: string, binds: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.execute({ sqlText, binds, complete: (error) => (error ? reject(error) : resolve()) });
  });
}

/** Snowflake's expression for a value that is loaded as text. */
function fromText(text: string, type: string): string {
  if (type === 'string') return text;
  return type === 'bytes' ? `TO_BINARY(${text}, 'HEX')` : `CAST(${text} AS ${native(type)})`;
}

const HOUR = 3_600_000_000n;
const LAST = 253_402_300_799_999_999n - 2n * HOUR;

/** An instant is written with one of two offsets, by the row. */
function asText(value: ReferenceValue, type: string, row: number): string | null {
  if (value === null) return null;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'number') return String(value).replace('Infinity', 'inf');
  if (typeof value !== 'bigint' || type === 'int') return String(value);
  if (type === 'date') return formatMicros(value * 24n * HOUR).slice(0, 10);
  if (type === 'time') return formatMicros(value).slice(11, -1);
  const plain = (at: bigint) => formatMicros(at).slice(0, -1).replace('T', ' ');
  if (type === 'timestamp') return plain(value);
  return row % 2 === 1 && value < LAST ? `${plain(value + 2n * HOUR)} +02:00` : `${plain(value)} +00:00`;
}
