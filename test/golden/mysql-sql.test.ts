import { expect, test } from 'vitest';
import { mysqlDialect } from '../../connectors/mysql/dialect.ts';
import { dialectSql } from './dialect-sql.ts';

const NATIVE = ['bigint', 'bigint(20) unsigned zerofill', 'year(4)', 'decimal(12,0)', 'decimal(12,2)']
  .concat([
    'decimal(65,30)',
    'float',
    'double',
    'tinyint(1)',
    'varchar(20)',
    "enum('a','b')",
    'varbinary(16)',
  ])
  .concat(['date', 'datetime(6)', 'timestamp', 'time', 'uuid', 'json', 'geometry']);

test('the SQL that MySQL and MariaDB get', async () => {
  const table = ['bigint', 'varchar(20)', 'tinyint(1)', 'timestamp(6)'] as const;
  const text = dialectSql(mysqlDialect, NATIVE, { opaque: ['c17', 'c18'] }, table);
  await expect(text).toMatchFileSnapshot('./mysql.sql');
});
