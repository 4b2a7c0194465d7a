import { randomUUID } from 'node:crypto';
import mysql from 'mysql2/promise';
import type { ReferenceValue } from '../../src/digest/canonical-text.ts';
import { openSource } from '../../src/main/connectors.ts';
import type { Fixture, TestColumn, TestRow } from './fixture.ts';
import { mysqlServer } from './mysql-server.ts';

const NATIVE: Readonly<Record<string, string>> = {
  int: 'BIGINT',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
  string: 'LONGTEXT',
  bytes: 'LONGBLOB',
  date: 'DATE',
  timestamp: 'DATETIME(6)',
  timestamptz: 'TIMESTAMP(6)',
  time: 'TIME(6)',
  uuid: 'UUID',
};

const ROWS_PER_INSERT = 500;
const TIMESTAMP_RANGE = [1_000_000n, 2_147_483_647_999_999n] as const;

/** A database of its own on the tests' server, which tests write, and that the connector reads. */
export async function mysqlFixture(url: string): Promise<Fixture> {
  const database = `test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const connection = await mysql.createConnection({ uri: url, timezone: 'Z', charset: 'utf8mb4' });
  await connection.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
  await connection.query(`USE ${database}`);
  await connection.query("SET time_zone = '+00:00'");
  const hasUuid = await connection.query('SELECT CAST(NULL AS UUID)').then(
    () => true,
    () => false,
  );
  process.env[database] = url.replace(/[^/]*$/, database);
  const settings = { type: 'mysql' as const, url: { env: database }, pins: { database: `${database}_pins` } };
  await connection.query(`CREATE DATABASE ${database}_pins`);
  const { server, dropUsers } = await mysqlServer(connection, process.env[database] ?? '');
  return {
    settings,
    source: await openSource('test', settings, { folder: '/' }),
    create: (table, columns, rows) => create(connection, table, columns, rows),
    insert: (table, columns, rows) => insert(connection, table, columns, rows),
    run: async (statement) => {
      await connection.query(statement);
    },
    pinsLater: true,
    ask: async (query) => {
      const [rows] = await connection.query<mysql.RowDataPacket[]>(query);
      return rows.map((row) => Object.values(row).map(String));
    },
    server,
    holds: (type, value) => (type !== 'uuid' || hasUuid) && holds(type, value),
    close: async () => {
      await dropUsers();
      await connection.query(`DROP DATABASE ${database}`);
      await connection.query(`DROP DATABASE ${database}_pins`);
      await connection.end();
    },
  };
}

/** No digits after the 30th, no NaN or infinities, TIMESTAMPs from 1970 to 2038 only, names without characters beyond the BMP. */
function holds(type: string, value: ReferenceValue): boolean {
  if (type === 'decimal(38,38)') return false;
  if (value === null) return true;
  if (type === 'double') return Number.isFinite(value);
  // MariaDB stores a UUID of version 8 to 15 only in the variant that RFC 4122 describes.
  if (type === 'uuid') return !/^.{14}[89a-f].{4}([0-7]|80)/i.test(String(value));
  if (type === 'timestamptz' && typeof value === 'bigint') {
    return value >= TIMESTAMP_RANGE[0] && value <= TIMESTAMP_RANGE[1];
  }
  return type !== 'identifier' || !/[\u{10000}-\u{10FFFF}]/u.test(String(value));
}

const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``;

async function create(
  connection: mysql.Connection,
  table: string,
  columns: readonly TestColumn[],
  rows: readonly TestRow[],
): Promise<void> {
  const declared = columns.map((c) => `${quoted(c.name)} ${NATIVE[c.type] ?? c.type} NULL`);
  await connection.query(`CREATE TABLE ${quoted(table)} (${declared.join(', ')})`);
  await insert(connection, table, columns, rows);
}

async function insert(
  connection: mysql.Connection,
  table: string,
  columns: readonly TestColumn[],
  rows: readonly TestRow[],
): Promise<void> {
  for (let i = 0; i < rows.length; i += ROWS_PER_INSERT) {
    const values = rows
      .slice(i, i + ROWS_PER_INSERT)
      .map((row) => `(${columns.map((c, j) => literal(row[j] ?? null, c.type)).join(', ')})`);
    await connection.query(`INSERT INTO ${quoted(table)} VALUES ${values.join(', ')}`);
  }
}

function literal(value: ReferenceValue, type: string): string {
  if (value === null) return 'NULL';
  if (value instanceof Uint8Array)
    return value.length === 0 ? "''" : `0x${Buffer.from(value).toString('hex')}`;
  if (type === 'bool') return value === true ? '1' : '0';
  if (Object.is(value, -0)) return "'-0'";
  if (typeof value === 'bigint' && type !== 'int') return `'${timeText(value, type)}'`;
  return mysql.escape(String(value));
}

function timeText(value: bigint, type: string): string {
  if (type === 'date') return new Date(Number(value) * 86_400_000).toISOString().slice(0, 10);
  const micros = ((value % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const iso = new Date(Number((value - micros) / 1000n)).toISOString();
  const fraction = String(micros).padStart(6, '0');
  return `${type === 'time' ? '' : `${iso.slice(0, 10)} `}${iso.slice(11, 19)}.${fraction}`;
}
