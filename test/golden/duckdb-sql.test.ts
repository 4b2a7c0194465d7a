import { expect, test } from 'vitest';
import { duckdbDialect } from '../../connectors/duckdb/dialect.ts';
import { dialectSql } from './dialect-sql.ts';

const NATIVE = [
  'BIGINT',
  'HUGEINT',
  'DECIMAL(12,0)',
  'DECIMAL(12,2)',
  'DECIMAL(3,3)',
  'FLOAT',
  'DOUBLE',
  'BOOLEAN',
  'VARCHAR',
].concat([
  "ENUM('a', 'b')",
  'BLOB',
  'DATE',
  'TIMESTAMP',
  'TIMESTAMP_MS',
  'TIMESTAMP_NS',
  'TIMESTAMP WITH TIME ZONE',
  'TIME',
  'UUID',
  'JSON',
]);

test('the SQL that DuckDB gets', async () => {
  const table = ['BIGINT', 'VARCHAR', 'BOOLEAN', 'TIMESTAMP WITH TIME ZONE'] as const;
  const text = dialectSql(duckdbDialect, NATIVE, { floor: ['c14'], opaque: ['c18'] }, table);
  await expect(text).toMatchFileSnapshot('./duckdb.sql');
});
