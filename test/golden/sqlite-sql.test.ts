import { expect, test } from 'vitest';
import { sqliteDialect } from '../../connectors/sqlite/dialect.ts';
import { dialectSql } from './dialect-sql.ts';

const NATIVE = [
  'BIGINT',
  'DECIMAL(12,0)',
  'DECIMAL(12,2)',
  'DECIMAL_TEXT(38,9)',
  'DOUBLE',
  'BOOLEAN',
  'VARCHAR(20)',
].concat([
  'CHAR(3)',
  'BLOB',
  'DATE',
  'DATETIME',
  'TIMESTAMP(9)',
  'TIMESTAMP WITH TIME ZONE',
  'TIME',
  'UUID',
  'JSON',
]);

test('the SQL that SQLite gets', async () => {
  const table = ['BIGINT', 'VARCHAR', 'BOOLEAN', 'TIMESTAMP WITH TIME ZONE'] as const;
  const text = dialectSql(sqliteDialect, NATIVE, { floor: ['c11'], opaque: ['c15'] }, table);
  await expect(text).toMatchFileSnapshot('./sqlite.sql');
});
