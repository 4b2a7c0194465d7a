import { expect, test } from 'vitest';
import { inPlace } from '../../connectors/bigquery/dialect.ts';
import { jobLabels } from '../../connectors/bigquery/labels.ts';
import { nativePartitions } from '../../connectors/bigquery/partitions.ts';
import { changeToken, columnsOf, epochOf, prunesBy } from '../../connectors/bigquery/table.ts';
import { formatBytes, parseBytes } from '../../src/base/bytes.ts';

const TABLE = {
  type: 'TABLE',
  id: 'acme:shop.orders',
  creationTime: '1600000000000',
  lastModifiedTime: '1600000000001',
  numRows: '3',
  numBytes: '24',
  schema: {
    fields: [
      { name: 'a', type: 'INTEGER' },
      { name: 'b', type: 'INTEGER' },
    ],
  },
};

test('partitions by their names, of every length', () => {
  const list = (type: string, ...ids: string[]) =>
    nativePartitions(
      ids.map((id) => [id, '1', '8', '5']),
      'at',
      type,
    )?.list.map((p) => p.from);
  expect(list('HOUR', '2020103107')).toEqual(['2020-10-31T07:00:00Z']);
  expect(list('DAY', '20201031')).toEqual(['2020-10-31T00:00:00Z']);
  expect(list('MONTH', '202010')).toEqual(['2020-10-01T00:00:00Z']);
  expect(list('YEAR', '2020')).toEqual(['2020-01-01T00:00:00Z']);
  expect(nativePartitions([], 'n', 'INTEGER_RANGE')).toBeUndefined();
});

test('rows in no partition yet make the list incomplete; rows with NULL are told apart; empty partitions are none', () => {
  const rows = [
    ['20201031', '2', '16', '5'],
    ['20201030', '0', '0', '6'],
    ['__NULL__', '1', '8', '7'],
  ];
  expect(nativePartitions(rows, 'at', 'DAY')).toEqual({
    column: 'at',
    granularity: 'day',
    complete: true,
    nulls: true,
    list: [{ from: '2020-10-31T00:00:00Z', mark: '2/16/5' }],
  });
  const streaming = nativePartitions([...rows, ['__UNPARTITIONED__', '1', '8', null]], 'at', 'DAY');
  expect(streaming).toMatchObject({ complete: false, nulls: true });
});

test('a mark is another where rows, bytes or time are', () => {
  const mark = (...says: string[]) => nativePartitions([['20201031', ...says]], 'at', 'DAY')?.list[0]?.mark;
  const marks = [mark('2', '16', '5'), mark('3', '16', '5'), mark('2', '17', '5'), mark('2', '16', '6')];
  expect(new Set(marks).size).toBe(4);
});

test('a token is another after each change, and there is none while rows stream in', () => {
  const tokens = [
    TABLE,
    { ...TABLE, lastModifiedTime: '1600000000002' },
    { ...TABLE, numRows: '2' },
    { ...TABLE, numBytes: '25' },
    { ...TABLE, creationTime: '1600000000003' },
  ].map(changeToken);
  expect(new Set(tokens).size).toBe(5);
  expect(changeToken({ ...TABLE, streamingBuffer: { estimatedRows: '1' } })).toBeUndefined();
});

test('the epoch is another where columns exchanged their names', () => {
  const [a, b] = TABLE.schema.fields;
  const exchanged = { fields: [b, a] } as typeof TABLE.schema;
  expect(epochOf({ ...TABLE, schema: exchanged })).not.toBe(epochOf(TABLE));
  expect(epochOf({ ...TABLE, numRows: '9' })).toBe(epochOf(TABLE));
});

test('a table that is partitioned by arrival has a column for it, which is called otherwise in queries', () => {
  const byArrival = { ...TABLE, timePartitioning: { type: 'DAY' } };
  expect(columnsOf(byArrival).at(-1)).toEqual({ name: '_PARTITIONTIME', native: 'TIMESTAMP' });
  expect(columnsOf({ ...TABLE, timePartitioning: { type: 'DAY', field: 'a' } })).toHaveLength(2);
  const dialect = inPlace({ project: 'acme', dataset: 'shop' });
  expect(dialect.identifier('_PARTITIONTIME').texts).toEqual(['`_PARTITIONTIME`']);
  expect(dialect.identifier('_partitiontime').texts).toEqual(['`tidemark_partitiontime`']);
  expect(dialect.table('_partition_stats', undefined).texts.join('')).toBe(
    '`acme`.`shop`.`_partition_stats`',
  );
});

test('a filter spares what the table is partitioned or clustered by', () => {
  expect(prunesBy({ ...TABLE, timePartitioning: { type: 'DAY', field: 'a' } }, 'a')).toBe(true);
  expect(prunesBy({ ...TABLE, timePartitioning: { type: 'DAY', field: 'a' } }, 'b')).toBe(false);
  expect(prunesBy({ ...TABLE, timePartitioning: { type: 'DAY' } }, '_PARTITIONTIME')).toBe(true);
  expect(prunesBy({ ...TABLE, clustering: { fields: ['b', 'a'] } }, 'b')).toBe(true);
  expect(prunesBy({ ...TABLE, clustering: { fields: ['b', 'a'] } }, 'a')).toBe(false);
});

test('labels are such as BigQuery takes', () => {
  expect(jobLabels('tidemark read orders@20201031T000000Z-66a6u2o64u5mv5ew')).toEqual({
    tidemark: 'read',
    dataset: 'orders',
    version: '20201031t000000z-66a6u2o64u5mv5ew',
  });
  expect(jobLabels(`tidemark snapshot ${'Ä'.repeat(80)}`)['dataset']).toBe('_'.repeat(63));
});

test.each([
  ['0B', 0n, '0 B'],
  ['1023B', 1023n, '1023 B'],
  ['1KiB', 1024n, '1 KiB'],
  ['100GiB', 107_374_182_400n, '100 GiB'],
  ['1500MiB', 1_572_864_000n, '1.4 GiB'],
])('%s is %d bytes, %s', (text, bytes, shown) => {
  expect(parseBytes(text)).toBe(bytes);
  expect(formatBytes(bytes)).toBe(shown);
});

test.each(['', '1', '1GB', '-1B', '1.5GiB', '1 GiB'])('"%s" is no number of bytes', (text) => {
  expect(() => parseBytes(text)).toThrow(/100GiB/);
});
