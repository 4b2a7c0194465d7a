import { expect, test } from 'vitest';
import { columnsOf } from '../../connectors/bigquery/table.ts';
import { columnType } from '../../connectors/bigquery/types.ts';

test.each([
  [{ type: 'STRING' }, 'STRING', 'string'],
  [{ type: 'STRING', maxLength: '20', collation: 'und:ci' }, "STRING(20) COLLATE 'und:ci'", 'string'],
  [{ type: 'STRING', collation: '' }, 'STRING', 'string'],
  [{ type: 'STRING', mode: 'REPEATED', collation: 'und:ci' }, "ARRAY<STRING COLLATE 'und:ci'>", undefined],
  [{ type: 'BYTES', maxLength: '16' }, 'BYTES(16)', 'bytes'],
  [{ type: 'INTEGER' }, 'INT64', 'int'],
  [{ type: 'NUMERIC', precision: '12' }, 'NUMERIC(12)', 'int'],
  [{ type: 'BIGNUMERIC', precision: '76', scale: '38' }, 'BIGNUMERIC(76, 38)', 'decimal'],
  [{ type: 'TIMESTAMP', timestampPrecision: '6' }, 'TIMESTAMP', 'timestamptz'],
  [{ type: 'TIMESTAMP', timestampPrecision: '12' }, 'TIMESTAMP(12)', undefined],
  [{ type: 'RECORD' }, 'STRUCT', undefined],
])('the field %j is a column of %s', (field, native, type) => {
  const table = { type: 'TABLE', id: 't', schema: { fields: [{ name: 'c', ...field }] } };
  expect(columnsOf(table)).toEqual([{ name: 'c', native }]);
  expect(columnType(native)?.name).toBe(type);
});
