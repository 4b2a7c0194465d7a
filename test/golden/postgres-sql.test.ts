import { expect, test } from 'vitest';
import { postgresDialect } from '../../connectors/postgres/dialect.ts';
import { dialectSql } from './dialect-sql.ts';

const NATIVE = [
  'bigint',
  'numeric(12,0)',
  'numeric(12,2)',
  'numeric',
  'real',
  'double precision',
  'boolean',
  'text',
  'character(5)',
].concat([
  'enum mood',
  'bytea',
  'date',
  'timestamp without time zone',
  'timestamp with time zone',
  'time without time zone',
  'uuid',
  'jsonb',
]);

test('the SQL that Postgres gets', async () => {
  const table = ['bigint', 'text', 'boolean', 'timestamp with time zone'] as const;
  const text = dialectSql(postgresDialect, NATIVE, { opaque: ['c16'] }, table);
  await expect(text).toMatchFileSnapshot('./postgres.sql');
});
