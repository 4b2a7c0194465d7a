import { expect, test } from 'vitest';
import { snowflakeDialect } from '../../connectors/snowflake/dialect.ts';
import { dialectSql } from './dialect-sql.ts';

const FINER = ['TIMESTAMP_NTZ(9)', 'TIMESTAMP_LTZ(9)', 'TIMESTAMP_TZ(9)', 'TIME(9)'];
const OPAQUE = ['VARIANT', 'OBJECT', 'ARRAY', 'GEOGRAPHY', 'DECFLOAT(38)'];
const NATIVE = [
  'NUMBER(38,0)',
  'NUMBER(12,2)',
  'FLOAT',
  'BOOLEAN',
  'VARCHAR(16777216)',
  "VARCHAR(20) COLLATE 'en-ci'",
  'BINARY(8388608)',
  'DATE',
  'TIMESTAMP_NTZ(6)',
  'TIMESTAMP_LTZ(6)',
  'TIMESTAMP_TZ(6)',
  'TIME(6)',
  'UUID',
  ...FINER,
  ...OPAQUE,
];
const named = (natives: readonly string[]) => natives.map((native) => `c${NATIVE.indexOf(native)}`);

test('the SQL that Snowflake gets', async () => {
  const dialect = snowflakeDialect({ database: 'shop', schema: 'public' });
  const table = ['NUMBER(38,0)', 'VARCHAR(16777216)', 'BOOLEAN', 'TIMESTAMP_LTZ(6)'] as const;
  const text = dialectSql(dialect, NATIVE, { opaque: named(OPAQUE), floor: named(FINER) }, table);
  expect(text).not.toMatch(/HASH_AGG/);
  await expect(text).toMatchFileSnapshot('./snowflake.sql');
});
